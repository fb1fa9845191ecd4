/** Gradients of products of matrices: products with the other one, its rows as columns. */
import type { Expression, Expressions } from "../gradient.js";
import { elementCount } from "../tensor.js";

type Product = Readonly<Record<"a" | "b" | "dy", Expression>>;

export function ofLeft(g: Expressions, product: Product): Expression {
  const { b, dy } = asMatrices(g, product);
  const { shape } = product.a.type;
  const gradient = g.matMul(dy, turned(g, b));
  return shape.length === 1 ? withoutAxis(g, gradient, -2) : gradient;
}

/** One matrix that a stack of others is multiplied by is that of all their rows. */
export function ofRight(g: Expressions, product: Product): Expression {
  const { a, b, dy } = asMatrices(g, product);
  const isOne = elementCount({ shape: b.type.shape.slice(0, -2) }) === 1;
  const gradient = isOne ? g.matMul(turned(g, allRows(g, a)), allRows(g, dy)) : g.matMul(turned(g, a), dy);
  return product.b.type.shape.length === 1 ? withoutAxis(g, gradient, -1) : gradient;
}

/** Vectors as a row on the left, a column on the right. */
function asMatrices(g: Expressions, { a, b, dy }: Product): Product {
  const [left, right] = [a.type.shape, b.type.shape];
  const stack = dy.type.shape.slice(0, dy.type.shape.length - (left.length > 1 ? 1 : 0) - (right.length > 1 ? 1 : 0));
  return {
    a: left.length === 1 ? g.reshape(a, [1, ...left]) : a,
    b: right.length === 1 ? g.reshape(b, [...right, 1]) : b,
    dy: g.reshape(dy, [...stack, left.at(-2) ?? 1, right.length === 1 ? 1 : right.at(-1)!]),
  };
}

function turned(g: Expressions, x: Expression): Expression {
  const { length } = x.type.shape;
  return g.transpose(x, [...x.type.shape.keys()].slice(0, -2).concat(length - 1, length - 2));
}

function allRows(g: Expressions, x: Expression): Expression {
  const { shape } = x.type;
  return g.reshape(x, [elementCount({ shape: shape.slice(0, -1) }), shape.at(-1)!]);
}

function withoutAxis(g: Expressions, x: Expression, axis: -1 | -2): Expression {
  return g.reshape(x, x.type.shape.toSpliced(axis, 1));
}
