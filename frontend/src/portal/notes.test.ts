import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST, Notebook } from "./notes.ts";

test("leaving and coming back is one note with its place and length; a glance is none", () => {
  const book = new Notebook();
  book.left(12.34, 100);
  book.left(13, 101); // some browsers say it twice
  book.back(107.06);
  book.left(20, 200);
  book.back(200.5);
  assert.deepEqual(book.take(), [{ kind: "hidden", at: 12.3, seconds: 7.1, size: 0 }]);
  assert.deepEqual(book.take(), []);
});

test("coming back without having left is nothing", () => {
  const book = new Notebook();
  book.back(5);
  assert.deepEqual(book.take(), []);
});

test("no more than the server keeps; the next question starts anew", () => {
  const book = new Notebook();
  for (let n = 0; n < MOST + 10; n += 1) book.add({ kind: "pasted", at: n, seconds: 0, size: 9 });
  assert.equal(book.take().length, MOST);
  book.add({ kind: "pasted", at: 99, seconds: 0, size: 9 });
  assert.equal(book.take().length, 0);
  book.clear();
  book.add({ kind: "pasted", at: -1, seconds: 0, size: 9 });
  assert.deepEqual(book.take(), [{ kind: "pasted", at: 0, seconds: 0, size: 9 }]);
});
