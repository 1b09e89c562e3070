import { Environment } from "@marcbachmann/cel-js";

/** What an expression may be at most. */
export const limits = { characters: 4096, nodes: 1000, depth: 50, loops: 2 } as const;

let environment: Environment | undefined;

/** CEL as we speak it: numbers of JavaScript go together with whole numbers of expressions, as in `n % 2 == 0`. */
export function celEnvironment(): Environment {
  environment ??= withNumbers(
    new Environment({
      unlistedVariablesAreDyn: true,
      homogeneousAggregateLiterals: false,
      limits: {
        maxAstNodes: limits.nodes,
        maxDepth: limits.depth,
        maxListElements: 100,
        maxMapEntries: 100,
        maxCallArguments: 16,
      },
    }),
  );
  return environment;
}

type Reckon = (left: number, right: number) => number;

/** CEL keeps integers and doubles apart; the numbers of a state are doubles, and `1` in an expression is an integer. */
function withNumbers(made: Environment): Environment {
  const operators: readonly (readonly [string, Reckon])[] = [
    ["+", (left, right) => left + right],
    ["-", (left, right) => left - right],
    ["*", (left, right) => left * right],
    ["/", (left, right) => left / right],
    ["%", (left, right) => left % right],
  ];
  for (const [operator, reckon] of operators) {
    const handler = (left: unknown, right: unknown): number => reckon(Number(left), Number(right));
    made.registerOperator(`double ${operator} int: double`, handler);
    made.registerOperator(`int ${operator} double: double`, handler);
  }
  made.registerOperator("double % double: double", (left: number, right: number) => left % right);
  return made;
}
