import assert from "node:assert/strict";
import { test } from "node:test";
import { add, money, place } from "./offer.ts";

test("the offer editor adds up as the server does", () => {
  const sums = add([
    { amount: 504_000, per: "month", months: 12, fixed: true },
    { amount: 216_000, per: "month", months: 13, fixed: true },
    { amount: 2_160_000, per: "year", months: 1, fixed: false },
  ]);
  assert.deepEqual(sums, { monthly: 720_000, yearly: 8_856_000, target: 11_016_000 });
});

test("amounts are written as the server writes them", () => {
  assert.equal(money(860_000), "¥8,600");
  assert.equal(money(860_050, "HK$"), "HK$8,600.50");
});

test("the place in a band, also in one without width", () => {
  assert.equal(place(700, 600, 800), 0.5);
  assert.equal(place(900, 600, 800), 1.5);
  assert.equal(place(5, 5, 5), 0);
});
