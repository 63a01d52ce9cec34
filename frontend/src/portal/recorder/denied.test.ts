import assert from "node:assert/strict";
import { test } from "node:test";
import { deniedCode } from "./denied.ts";

const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36";

test("every browser gets its own way to allow the camera", () => {
  assert.equal(deniedCode(`${PHONE} Version/17.5 Mobile/15E148 Safari/604.1`), "camera_denied_ios");
  assert.equal(deniedCode(ANDROID), "camera_denied_android");
  assert.equal(deniedCode("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/124.0.0.0 Safari/537.36"), "camera_denied");
});

test("inside WeChat and WeCom the app is what refuses, on either phone", () => {
  assert.equal(deniedCode(`${PHONE} Mobile/15E148 MicroMessenger/8.0.49`), "camera_denied_wechat");
  assert.equal(deniedCode(`${ANDROID} wxwork/4.1.22 MicroMessenger/7.0.1`), "camera_denied_wechat");
});
