// Looks at a page as a reader does, by a headless Chromium: node check.mjs PAGE FOLDER
// Prints, as JSON, what was seen in each way of looking at it; writes a picture of each into the folder.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from './browser.mjs';

const [page, folder] = process.argv.slice(2);
const views = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1200, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1200, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 740 } },
];

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await launchBrowser(folder);

// Whether an element's text is visible: the element looks different when its text is transparent.
const TEXTS = ['h1', '.totals dd', '.access th.group', '.pill', '.card > p', '[data-chart=throughput] svg text'];
const isTextDrawn = async (tab, selector) => {
  const element = tab.locator(selector).first();
  const before = await element.screenshot();
  const style = await tab.addStyleTag({ content: '* { color: transparent !important; } svg text { fill: transparent !important; }' });
  const after = await element.screenshot();
  await style.evaluate((node) => node.remove());
  return !before.equals(after);
};

const seen = [];
for (const { name, ...options } of views) {
  // Playwright's own scripts, and axe, come in beside the page's policy; the page itself stays under it.
  const tab = await browser.newPage({ ...options, bypassCSP: true });
  const errors = [];
  const requests = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  tab.on('request', (request) => requests.push(request.url()));
  await tab.goto(pathToFileURL(page).href);

  const focused = [];
  for (let presses = 0; presses < 12; presses++) {
    await tab.keyboard.press('Tab');
    focused.push(await tab.evaluate(() => document.activeElement.tagName));
  }
  await tab.locator('summary').first().focus();
  await tab.keyboard.press('Enter');
  const opened = await tab.locator('details[open] table').count();
  const drawnText = {};
  for (const selector of TEXTS) {
    drawnText[selector] = await isTextDrawn(tab, selector);
  }
  await tab.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await tab.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
  await tab.evaluate(axe);
  const { violations, passes } = await tab.evaluate(() => axe.run());
  seen.push({
    name,
    errors,
    requests: requests.filter((url) => url !== pathToFileURL(page).href),
    shapes: await tab.evaluate(() => Object.fromEntries([...document.querySelectorAll('[data-chart]')].map((chart) =>
      [chart.dataset.chart, chart.querySelectorAll('svg :is(rect, circle, path)').length]))),
    rows: await tab.evaluate(() => Object.fromEntries([...document.querySelectorAll('[data-chart]')].map((chart) =>
      [chart.dataset.chart, chart.parentElement.querySelectorAll('tbody tr').length]))),
    ground: await tab.evaluate(() => getComputedStyle(document.body).backgroundColor),
    wider: await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    focused: [...new Set(focused)],
    opened,
    drawnText,
    fonts: await tab.evaluate(() => document.fonts.ready.then((fonts) => [...fonts].map((font) => `${font.family.replaceAll('"', '')} ${font.status}`))),
    checked: passes.length,
    violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
  });
  await tab.close();
}
await browser.close();
console.log(JSON.stringify(seen));
