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

// Whether the text of elements is drawn: the page where they are looks different when their text is transparent.
const TEXTS = ['h1', '.totals dd', '.access th.group', '.access .pill', '.card > p', '[data-chart=throughput] svg text'];
const TRANSPARENT = '* { -webkit-text-fill-color: transparent !important; } svg text { fill: transparent !important; }';
const drawnTexts = async (tab) => {
  await tab.evaluate(() => document.fonts.ready);
  const pictures = async () => {
    const found = {};
    for (const selector of TEXTS) {
      const boxes = await tab.evaluate((wanted) => [...document.querySelectorAll(wanted)].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + scrollX, y: y + scrollY, width, height };
      }).filter(({ width, height }) => width > 0 && height > 0), selector);
      found[selector] = boxes.length ? await tab.screenshot({ clip: boxes[0], fullPage: true }) : Buffer.of();
    }
    return found;
  };
  const before = await pictures();
  const style = await tab.addStyleTag({ content: TRANSPARENT });
  const after = await pictures();
  await style.evaluate((node) => node.remove());
  return Object.fromEntries(TEXTS.map((selector) => [selector, !before[selector].equals(after[selector])]));
};

const seen = [];
for (const { name, ...options } of views) {
  // Playwright's own scripts, and axe, come in beside the page's policy; the page itself stays under it.
  const tab = await browser.newPage({ ...options, bypassCSP: true });
  // The machine may be slow.
  tab.setDefaultTimeout(300_000);
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
  const drawnText = await drawnTexts(tab);
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
