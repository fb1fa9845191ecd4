import { expect, test } from "vitest";
import { describeBrowser } from "./browser.js";

const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

test.each([
  [chrome, "chromium", "Chromium 150.0.0.0"],
  [chrome.replace("Chrome", "HeadlessChrome"), "chromium", "Chromium 150.0.0.0"],
  [`${chrome} Edg/150.0.0.0`, "chromium", "Chromium 150.0.0.0"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox", "Firefox 140.0"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    "safari",
    "Safari 18.1",
  ],
  ["curl/8", "browser", "a browser that does not say which"],
])("%s", (userAgent, family, name) => {
  expect(describeBrowser(userAgent)).toEqual({ family, name });
});

test("The brands have Chromium's whole version", () => {
  const brands = [
    { brand: "Not A Brand", version: "8.0.0.0" },
    { brand: "Chromium", version: "150.0.7871.100" },
  ];
  expect(describeBrowser(chrome, brands).name).toBe("Chromium 150.0.7871.100");
});
