/*! sphinx-modelzoo: models side by side. */
(() => {
  "use strict";

  self.modelzooComparison = class Comparison {
    constructor(zoo, tools) {
      this.zoo = zoo;
      this.tools = tools;
      // An address may ask for __proto__, which any other object has.
      this.entries = Object.create(null);
      this.onlyDifferences = false;
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
      const button = (name, click) =>
        make("button", { type: "button", class: "modelzoo-button", click }, zoo.say(name));
      const differences = zoo.check(zoo.say("differing"), (on) => {
        this.onlyDifferences = on;
        this.show();
      });
      this.message = make("span", { role: "status" });
      this.box = make("div", { class: "modelzoo-sides", role: "region", tabindex: "0", "aria-labelledby": id });
      this.dialog = make("dialog", { class: "modelzoo-dialog", "aria-labelledby": id, close: () => this.close() },
        make("div", { class: "modelzoo-strip" },
          make("h2", { id, class: "modelzoo-heading" }, zoo.say("comparison")),
          differences.element,
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
      const heads = keys.map((key, at) => {
        const link = zoo.byKey.get(key);
        const anchor = link && zoo.elementFor(link).querySelector("a.modelzoo-link");
        const name = anchor ? make("a", { href: anchor.getAttribute("href"), translate: "no" }, entries[at].name)
          : make("span", { translate: "no" }, entries[at].name);
        const remove = make("button", { type: "button", class: "modelzoo-remove",
          "aria-label": zoo.say("remove", { name: entries[at].name }), click: () => this.remove(key) }, "×");
        return make("th", { scope: "col" }, name, " ", remove);
      });
      const bodies = [this.factRows(entries), ...this.figureRows(entries)];
      this.box.replaceChildren(make("table", { class: `${zoo.table.className} modelzoo-compared`.replace("modelzoo-zoo", "") },
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, zoo.say("property")), ...heads)),
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
      if (this.onlyDifferences && !differs) return null;
      return make("tr", { class: differs && "modelzoo-differs" }, make("th", { scope: "row" }, label),
        ...cells.map((content) => make("td", {}, ...content)));
    }

    factRows(entries) {
      const { make } = this.tools;
      const rows = Object.entries(this.facts).map(([key, label]) => {
        const texts = entries.map((entry) => entry.facts[key] || "");
        return texts.some(Boolean) && this.row(label, texts.map((text) => [text || "–"]), new Set(texts).size > 1);
      }).filter(Boolean);
      return rows.length && make("tbody", {}, ...rows);
    }

    /** A part for each dataset, with a row for each metric. */
    figureRows(entries) {
      const { make } = this.tools;
      const datasets = new Map();
      entries.forEach((entry, at) => {
        for (const [dataset, metric, text, value, direction, conditions, size] of entry.figures) {
          if (!datasets.has(dataset)) datasets.set(dataset, new Map());
          const metrics = datasets.get(dataset);
          if (!metrics.has(metric)) metrics.set(metric, entries.map(() => []));
          metrics.get(metric)[at].push({ text, value, direction, conditions, size });
        }
      });
      const shared = (metrics) => Math.max(...[...metrics.values()].map((cells) => cells.filter((cell) => cell.length).length));
      // What all have comes first: it is what can be compared. Before it, what is measured on no dataset:
      // without a heading of its own, it would read as measured on the one above.
      const ordered = [...datasets].sort(
        ([a, one], [b, other]) => !b - !a || shared(other) - shared(one)
      );
      return ordered.map(([dataset, metrics]) => {
        const rows = [...metrics].map(([metric, cells]) => this.figureRow(metric, cells)).filter(Boolean);
        const head = make("th", { scope: "rowgroup", colspan: entries.length + 1 }, dataset || "–");
        return rows.length && make("tbody", {}, dataset && make("tr", { class: "modelzoo-group" }, head), ...rows);
      });
    }

    figureRow(metric, cells) {
      const { make } = this.tools;
      const all = cells.flat();
      const direction = all[0].direction;
      // A value is null where its unit cannot be converted into that of the others.
      const values = cells.map((cell) => cell.map((one) => one.value).filter((value) => value !== null));
      const known = values.flat();
      const count = values.filter((cell) => cell.length).length;
      const best = direction && count > 1 ? (direction < 0 ? Math.min : Math.max)(...known) : null;
      const differs = new Set(cells.map((cell) => cell.map((one) => one.text).join("\n"))).size > 1;
      return this.row(metric, cells.map((cell) => (cell.length ? cell.map((figure) =>
        this.figure(figure, best)) : ["–"])), differs);
    }

    figure({ text, value, conditions, size }, best) {
      const { make } = this.tools;
      const parts = [text];
      if (best !== null && value !== null) {
        const behind = Number(((value - best) / size).toPrecision(3)); // in the unit of the text
        if (value === best) parts[0] = make("strong", { class: "modelzoo-best" }, text, ` ★ ${this.zoo.say("best")}`);
        else parts.push(" ", make("span", { class: "modelzoo-behind" }, `(${behind > 0 ? "+" : "−"}${Math.abs(behind)})`));
      }
      if (conditions) parts.push(make("small", {}, conditions));
      return make("div", {}, ...parts);
    }
  };
})();
