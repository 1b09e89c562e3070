import { useState } from "react";
import { pricesSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { costFormula, listPrices, parsePrices, type Price, pricesFrom } from "@burrjs/protocol";
import { Button } from "../../parts/button.tsx";
import styles from "./settings.module.css";

const fields = [
  { name: "input", label: "Input" },
  { name: "cached", label: "Cached input" },
  { name: "output", label: "Output" },
] as const;

/** What models cost: the user's own prices, which count first, and the list. */
export function PriceSettings() {
  const prices = useStored(pricesSetting);
  const set = (next: readonly Price[]): void => pricesSetting.set(next.length === 0 ? undefined : next);
  return (
    <section className={styles["section"]}>
      <h2>Prices</h2>
      <p className="muted">
        Dollars per million tokens; <code>*</code> in a name stands for any text. Cost = {costFormula}. A model without
        a price costs “–”.
      </p>
      <table className={styles["prices"]}>
        <caption>Your prices</caption>
        <PriceHead />
        <tbody>
          {prices.map((price, index) => (
            <tr key={`${price.model} ${index}`}>
              <th scope="row" className="mono">
                {price.model}
              </th>
              {fields.map(({ name }) => (
                <td key={name}>{price[name]}</td>
              ))}
              <td>
                <Button
                  kind="ghost"
                  aria-label={`Remove the price of ${price.model}`}
                  onClick={() => set(prices.filter((_, place) => place !== index))}
                >
                  Remove
                </Button>
              </td>
            </tr>
          ))}
          <NewPrice onAdd={(price) => set([...prices.filter(({ model }) => model !== price.model), price])} />
        </tbody>
      </table>
      <details className={styles["list"]}>
        <summary>List prices of {pricesFrom}, which may have changed</summary>
        <table className={styles["prices"]}>
          <PriceHead />
          <tbody>
            {listPrices.map((price) => (
              <tr key={price.model}>
                <th scope="row" className="mono">
                  {price.model}
                </th>
                {fields.map(({ name }) => (
                  <td key={name}>{price[name]}</td>
                ))}
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function PriceHead() {
  return (
    <thead>
      <tr>
        <th scope="col">Model</th>
        {fields.map(({ name, label }) => (
          <th key={name} scope="col" className={styles["number"]}>
            {label}
          </th>
        ))}
        <th scope="col">
          <span className="hidden-text">Change</span>
        </th>
      </tr>
    </thead>
  );
}

const empty = { model: "", input: "", cached: "", output: "" };

function NewPrice({ onAdd }: { readonly onAdd: (price: Price) => void }) {
  const [draft, setDraft] = useState(empty);
  const [price] = parsePrices([
    {
      model: draft.model,
      input: numberOf(draft.input),
      cached: numberOf(draft.cached),
      output: numberOf(draft.output),
    },
  ]);
  const add = (): void => {
    if (price === undefined) return;
    onAdd(price);
    setDraft(empty);
  };
  const input = (name: keyof typeof empty, label: string) => (
    <input
      className={styles["input"]}
      aria-label={label}
      inputMode={name === "model" ? "text" : "decimal"}
      placeholder={name === "model" ? "my-model*" : name === "cached" ? "as input" : "0.00"}
      value={draft[name]}
      onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
      onKeyDown={(event) => event.key === "Enter" && add()}
    />
  );
  return (
    <tr>
      <td>{input("model", "Model of the new price")}</td>
      {fields.map(({ name, label }) => (
        <td key={name}>{input(name, `${label} of the new price`)}</td>
      ))}
      <td>
        <Button disabled={price === undefined} onClick={add}>
          Add
        </Button>
      </td>
    </tr>
  );
}

function numberOf(text: string): number | undefined {
  const number = Number(text.trim().replace(",", "."));
  return text.trim() === "" || Number.isNaN(number) ? undefined : number;
}
