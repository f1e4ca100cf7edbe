/*! sphinx-modelzoo: models side by side. */
(() => {
  "use strict";

  self.modelzooComparison = class Comparison {
    constructor(zoo, tools) {
      this.zoo = zoo;
      this.tools = tools;
      // An address may ask for __proto__, which any other object has.
      this.entries = Object.create(null);
    }

    /** Open, fill in or close the dialog, as the state of the table says. */
    async show() {
      const { state } = this.zoo;
      const keys = state.compare;
      if (state.view !== "compare" || keys.length < 2) {
        this.dialog?.close();
        return;
      }
      await this.loadEntries(keys);
      const known = keys.filter((key) => this.entries[key]);
      if (known.length < keys.length) { // an old link names models that are gone
        state.compare = known;
        this.zoo.show();
        return this.show();
      }
      if (!this.dialog) this.addDialog();
      this.fill(keys);
      this.dialog.style.setProperty("--modelzoo-ground", this.zoo.ground);
      if (!this.dialog.open) this.dialog.showModal();
    }

    async loadEntries(keys) {
      const { data } = this.tools;
      const { compare } = this.zoo;
      if (!this.facts) {
        const head = await data(compare);
        this.facts = head.facts;
        this.chunks = head.chunks;
        Object.assign(this.entries, head.entries);
      }
      if (this.chunks < 2) return;
      const sum = (key) => [...key.split("/")[0]].reduce((all, letter) => all + letter.codePointAt(0), 0);
      const parts = new Set(keys.filter((key) => !this.entries[key]).map((key) => sum(key) % this.chunks));
      for (const part of await Promise.all([...parts].map((number) =>
        data(compare.replace(".js", `-${number}.js`))))) {
        Object.assign(this.entries, part);
      }
    }

    close() {
      if (this.zoo.state.view) this.zoo.change("view", (state) => { state.view = ""; });
    }

    addDialog() {
      const { make, copy } = this.tools;
      const { zoo } = this;
      const id = `${zoo.id}-comparison`;
      const button = (name, click) => zoo.button(zoo.say(name), click);
      this.message = make("span", { role: "status" });
      this.box = make("div", { class: "modelzoo-sides", role: "region", tabindex: "0", "aria-labelledby": id });
      this.dialog = make("dialog", { class: "modelzoo modelzoo-dialog", "aria-labelledby": id, close: () => this.close() },
        make("div", { class: "modelzoo-strip" },
          make("h2", { id, class: "modelzoo-heading" }, zoo.say("comparison")),
          // The style sheet hides what is the same as long as it is ticked.
          make("label", { class: "modelzoo-only" }, make("input", { type: "checkbox" }), zoo.say("differing")),
          button("share", async () => {
            this.message.textContent = zoo.say(await copy(location.href) ? "shared" : "refused");
          }),
          button("close", () => this.dialog.close()), this.message),
        this.box);
      // Beside the table, so that the theme's rules for texts and tables hold.
      zoo.wrap.after(this.dialog);
    }

    fill(keys) {
      const { make } = this.tools;
      const { zoo } = this;
      const entries = keys.map((key) => this.entries[key]);
      const said = entries.map(({ figures, sizes }) => {
        const all = new Set([...figures, ...sizes].map(([, , , , , conditions]) => conditions).filter(Boolean));
        return all.size === 1 ? [...all][0] : ""; // once, below the name
      });
      const heads = keys.map((key, at) => {
        const { name } = entries[at];
        const row = zoo.byKey.get(key) ?? zoo.byKey.get(key.split("/")[0]);
        const anchor = row && zoo.elementFor(row).querySelector("a.modelzoo-link");
        const title = anchor ? make("a", { href: anchor.getAttribute("href"), translate: "no" }, name)
          : make("span", { translate: "no" }, name);
        const remove = zoo.button("×", () => this.remove(key), "modelzoo-cross");
        remove.ariaLabel = zoo.say("remove", { name });
        return make("th", { scope: "col", role: "columnheader" }, title, " ", remove,
          ...(said[at] ? [make("small", {}, said[at])] : []));
      });
      const bodies = [...this.figureBodies(entries, said), this.factBody(entries)];
      this.box.replaceChildren(make("table", { class: "modelzoo-compare", role: "table" },
        make("thead", { role: "rowgroup" }, make("tr", { role: "row" },
          make("th", { scope: "col", role: "columnheader" }, zoo.say("property")), ...heads)),
        ...bodies.filter(Boolean)));
    }

    async remove(key) {
      this.zoo.change("compare", (state) => {
        state.compare = state.compare.filter((other) => other !== key);
      });
      if (this.zoo.state.compare.length < 2) this.dialog.close();
      else {
        await this.show();
        this.box.querySelector("button").focus();
      }
    }

    row(label, cells, differs) {
      const { make } = this.tools;
      return make("tr", { class: differs ? "modelzoo-differs" : "modelzoo-same", role: "row" },
        make("th", { scope: "row", role: "rowheader" }, label),
        ...cells.map((content) => make("td", { role: "cell" }, ...content)));
    }

    /** Rows under a title, or under none; nothing without rows. */
    body(title, rows, columns) {
      const { make } = this.tools;
      const head = make("th", { scope: "rowgroup", role: "rowheader", colspan: columns + 1 }, title);
      return rows.length && make("tbody", { role: "rowgroup" },
        ...(title ? [make("tr", { class: "modelzoo-group", role: "row" }, head)] : []), ...rows);
    }

    factBody(entries) {
      const rows = Object.entries(this.facts).map(([key, label]) => {
        const texts = entries.map((entry) => entry.facts[key] || "");
        return texts.some(Boolean) && this.row(label, texts.map((text) => [text || "–"]), new Set(texts).size > 1);
      }).filter(Boolean);
      return this.body(this.zoo.say("facts"), rows, entries.length);
    }

    /** A part for each dataset, with a row for each metric; then one for speeds and sizes. */
    figureBodies(entries, said) {
      const group = (kind) => {
        const datasets = new Map();
        entries.forEach((entry, at) => {
          for (const [dataset, metric, text, value, direction, conditions, size, unit] of entry[kind]) {
            if (!datasets.has(dataset)) datasets.set(dataset, new Map());
            const metrics = datasets.get(dataset);
            if (!metrics.has(metric)) metrics.set(metric, entries.map(() => []));
            metrics.get(metric)[at].push({ text, value, direction, size, unit,
              conditions: said[at] ? "" : conditions });
          }
        });
        return datasets;
      };
      const shared = (metrics) => Math.max(...[...metrics.values()].map((cells) => cells.filter((cell) => cell.length).length));
      // What all have comes first: it is what can be compared. Before it, what is measured on no dataset:
      // without a heading of its own, it would read as measured on the one above.
      const ordered = [...group("figures")].sort(
        ([a, one], [b, other]) => !b - !a || shared(other) - shared(one)
      );
      const bodies = [...ordered, ...[...group("sizes").values()].map((metrics) => [this.zoo.say("sizes"), metrics])];
      return bodies.map(([title, metrics]) =>
        this.body(title, [...metrics].map(([metric, cells]) => this.figureRow(metric, cells)), entries.length));
    }

    figureRow(metric, cells) {
      const all = cells.flat();
      const { direction, unit } = all[0];
      // A value is null where its unit cannot be converted into that of the others.
      const values = cells.map((cell) => cell.map((one) => one.value).filter((value) => value !== null));
      const known = values.flat();
      const count = values.filter((cell) => cell.length).length;
      const best = direction && count > 1 ? (direction < 0 ? Math.min : Math.max)(...known) : null;
      const differs = new Set(cells.map((cell) => cell.map((one) => one.text).join("\n"))).size > 1;
      const same = all.every((one) => one.unit === unit); // said once, in the head of the row
      const digits = same ? Math.max(...all.map(({ text }) => (/\.(\d+)/).exec(text)?.[1].length ?? 0)) : -1;
      return this.row(same && unit ? `${metric} · ${unit.trim()}` : metric, cells.map((cell) => (cell.length
        ? cell.map((figure) => this.figure(figure, best, digits)) : ["–"])), differs);
    }

    /** A figure, and how far it is from the best: with so many digits, if all are in one unit. */
    figure({ text, value, conditions, size, unit }, best, digits) {
      const { make } = this.tools;
      const shown = digits < 0 ? text : text.slice(0, text.length - unit.length);
      const parts = [shown];
      if (best !== null && value !== null) {
        const behind = Math.abs((value - best) / size); // in the unit of the text
        const fixed = digits < 0 ? "" : behind.toFixed(digits);
        const gap = +fixed ? fixed : Number(behind.toPrecision(3));
        if (value === best) parts[0] = make("b", {}, shown, make("span", { class: "modelzoo-unseen" }, ` ${this.zoo.say("best")}`));
        else parts.push(" ", make("small", {}, `${value > best ? "+" : "−"}${gap}`));
      }
      if (conditions) parts.push(make("small", { class: "modelzoo-sub" }, conditions));
      return make("div", {}, ...parts);
    }
  };
})();
