// Takes a picture of a page, as wide as README shows it: node picture.mjs PAGE PICTURE
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from './browser.mjs';

const [page, picture] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'picture-'));
const browser = await launchBrowser(folder);
const tab = await browser.newPage({ viewport: { width: 1100, height: 900 } });
// The machine may be slow.
tab.setDefaultTimeout(300_000);
await tab.goto(pathToFileURL(page).href);
await tab.screenshot({ path: picture, clip: { x: 0, y: 0, width: 1100, height: 1180 }, fullPage: true });
await browser.close();
rmSync(folder, { recursive: true });
