import {dayOf} from "./calendar.ts";
import type {Person} from "./people.ts";
import {type Product, PRODUCTS, TEA_BOX} from "./products.ts";
import {choose, poisson, type Random} from "./random.ts";

/** One line of an order; amounts in yen. */
export interface Line {
  product: Product;
  quantity: number;
  amount: number;
  margin: number;
  discount: number;
  returned: boolean;
}

/** What is known of an order before its basket is filled. */
export interface Visit {
  day: number;
  first: boolean;
  /** Discount on Kyushu's coupon while its action runs; 0 without the action. */
  coupon: number;
}

const COUPON = {region: "Kyushu", from: dayOf("2025-07-01"), to: dayOf("2026-07-01")};

/** The lines of an order. */
export function basket(person: Person, visit: Visit, random: Random): Line[] {
  const rate = discountRate(person, visit, random);
  const lines = new Map<Product, Line>();
  for (let n = 1 + poisson(random, 0.85 * person.basket); n > 0; --n) {
    const product = choose(random, PRODUCTS, (p) => p.weight * (p.category === person.taste ? 3 : 1) * bias(p, person));
    const quantity = 1 + poisson(random, product.price < 2000 ? 0.42 * person.basket : 0.1);
    if (!lines.has(product)) lines.set(product, line({product, quantity, rate}, random));
  }
  return [...lines.values()];
}

/** The single line of a subscriber's monthly box. */
export function boxLines(random: Random): Line[] {
  return [line({product: TEA_BOX, quantity: 1, rate: 0}, random)];
}

/** Customers with large baskets also choose dearer goods. */
function bias(product: Product, person: Person): number {
  return product.price > 4000 ? Math.min(person.basket, 2.5) : 1;
}

function line({product, quantity, rate}: {product: Product; quantity: number; rate: number}, random: Random): Line {
  const list = product.price * quantity;
  const discount = Math.round(list * rate);
  const breakable = product.category === "Tableware" || product.name.startsWith("Pair of cups");
  return {
    product,
    quantity,
    amount: list - discount,
    margin: product.margin * quantity - Math.round(discount / 1.1), // a discount saves its tax
    discount,
    returned: random() < (breakable ? 0.036 : 0.012)
  };
}

/** Share taken off: the dearest of welcome offer, coupon action and sale. */
function discountRate(person: Person, {day, first, coupon}: Visit, random: Random): number {
  const welcome = first ? firstDiscount(person) : {rate: 0, chance: 0};
  const drawn = [random() < welcome.chance ? welcome.rate : 0, random() < 0.6 ? kyushu(person, day, coupon) : 0];
  const sale = random();
  return Math.max(...drawn, sale < 0.05 ? 0.1 : sale < 0.12 ? 0.05 : 0);
}

function firstDiscount(person: Person): {rate: number; chance: number} {
  if (person.channel.name === "Marketplace") return {rate: 0.2, chance: 0.85};
  return person.badQuarter ? {rate: 0.2, chance: 0.7} : {rate: 0.1, chance: 0.3};
}

function kyushu(person: Person, day: number, coupon: number): number {
  return person.region.name === COUPON.region && day >= COUPON.from && day < COUPON.to ? coupon : 0;
}
