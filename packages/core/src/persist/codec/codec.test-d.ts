import { expectTypeOf, test } from "vitest";
import { type ClassCodec, classCodec, valueCodec } from "./codec.ts";

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

abstract class Shape {
  abstract readonly area: number;
}

test("encode() is given an instance of the class", () => {
  const codec = classCodec({
    name: "Money",
    type: Money,
    encode(money) {
      expectTypeOf(money).toEqualTypeOf<Money>();
      return money.cents;
    },
    decode(data) {
      expectTypeOf(data).toEqualTypeOf<unknown>();
      return new Money(Number(data));
    },
  });
  expectTypeOf(codec).toEqualTypeOf<ClassCodec<Money>>();
});

test("codecs of several classes go into one list", () => {
  const money = classCodec({ name: "M", type: Money, encode: ({ cents }) => cents, decode: () => new Money(1) });
  const shape = classCodec({ name: "S", type: Shape, encode: ({ area }) => area, decode: () => ({ area: 1 }) });
  const map = classCodec({
    name: "Map",
    type: Map<string, number>,
    encode: (one) => [...one],
    decode: () => new Map(),
  });
  expectTypeOf(valueCodec({ classes: [money, shape, map] }).decode("")).toEqualTypeOf<unknown>();
});

test("decode() must give an instance", () => {
  classCodec({
    name: "Money",
    type: Money,
    encode: ({ cents }) => cents,
    // @ts-expect-error -- a number is no Money
    decode: (data) => Number(data),
  });
  classCodec({
    name: "Money",
    type: Money,
    encode: ({ cents }) => cents,
    // @ts-expect-error -- a promise is no Money
    decode: (data) => Promise.resolve(new Money(Number(data))),
  });
});

test("the class must be one", () => {
  // @ts-expect-error -- an arrow function makes no instances
  classCodec({ name: "Money", type: () => new Money(1), encode: () => 1, decode: () => new Money(1) });
});
