// What was measured, by name, and tables of it.

export class Samples {
  #values = new Map();

  add(name, value) {
    if (!this.#values.has(name)) this.#values.set(name, []);
    this.#values.get(name).push(value);
  }

  /** Each contender once a round, each round beginning with another. One gives a number, or several by names of their own. */
  async takeTurns(rounds, contenders) {
    const names = Object.keys(contenders);
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < names.length; turn++) {
        const name = names[(round + turn) % names.length];
        const measured = await contenders[name]();
        const values = typeof measured === "number" ? { [name]: measured } : measured;
        for (const [name, value] of Object.entries(values)) this.add(name, value);
      }
    }
  }

  median(name) {
    const sorted = (this.#values.get(name) ?? []).toSorted((a, b) => a - b);
    return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
  }

  /** A line for each of the rows that there are values of: `rows` has their titles by name. */
  table(title, { against, format, rows }) {
    const there = Object.entries(rows).filter(([name]) => this.#values.has(name));
    if (there.length === 0) return;
    const line = (title, ...columns) => console.log(title.padEnd(58) + columns.map((column) => column.padStart(11)).join(""));
    console.log();
    const compared = against && this.#values.has(against.key);
    line(title, "median", "worst", "times", ...(compared ? [`× ${against.name}`] : []));
    for (const [name, rowTitle] of there) {
      const values = this.#values.get(name);
      const ratio = compared ? [(this.median(name) / this.median(against.key)).toFixed(3)] : [];
      line(`  ${rowTitle}`, format(this.median(name)), format(Math.max(...values)), `${values.length}`, ...ratio);
    }
  }
}
