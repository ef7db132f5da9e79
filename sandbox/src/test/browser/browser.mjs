// A headless Chromium that needs nothing of the system's; on other systems than Linux x64, the Chrome that is installed.
const bundled = process.platform === 'linux' && process.arch === 'x64';

// Starts it; its temporary files are in the folder.
export async function launchBrowser(folder) {
  // The package brings the libraries that Chromium needs, and unpacks them where it believes itself in AWS Lambda.
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs20.x';
  process.env.TMPDIR = folder;
  const { default: chromium } = await import('@sparticuz/chromium');
  const { chromium: browserType } = await import('playwright-core');
  return browserType.launch({
    ...(bundled ? { executablePath: await chromium.executablePath() } : { channel: 'chrome' }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
}
