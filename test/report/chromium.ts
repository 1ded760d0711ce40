import { existsSync } from "node:fs";
import { join } from "node:path";

/** What the test uses of a page; the package's own types are there only once it is installed. */
export interface Page {
  on(event: "console", listener: (message: { type(): string; text(): string }) => void): void;
  on(event: "pageerror", listener: (error: Error) => void): void;
  on(event: "request", listener: (request: { url(): string }) => void): void;
  goto(url: string): Promise<unknown>;
  evaluate<T>(script: string): Promise<T>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  screenshot(options: { readonly path: string; readonly fullPage: boolean }): Promise<unknown>;
  pdf(options: { readonly path: string; readonly preferCSSPageSize: boolean }): Promise<unknown>;
  readonly keyboard: { press(key: string): Promise<void> };
}

export interface Context {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Playwright {
  readonly chromium: { launchPersistentContext(userDataDir: string, options: object): Promise<Context> };
}

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser of this machine: `CHROMIUM`, or where Debian puts it; undefined where there is none. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    (path) => path !== undefined && existsSync(path),
  );
}

/** Whether this folder's own dependencies are installed. */
export function toolsAreInstalled(): boolean {
  return ["playwright-core", "axe-core"].every((name) => existsSync(join(__dirname, "node_modules", name)));
}

/** A browser with a fresh profile in the folder `profile`: nothing of the user's is in it. */
export function launch(executablePath: string, profile: string, colorScheme: "light" | "dark"): Promise<Context> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- installed in this folder only
  const { chromium } = require("playwright-core") as Playwright;
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    colorScheme,
    viewport: { width: 1280, height: 900 },
  });
}

/** The script that makes `axe` in a page. */
export function axeSource(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- installed in this folder only
  return (require("axe-core") as { readonly source: string }).source;
}
