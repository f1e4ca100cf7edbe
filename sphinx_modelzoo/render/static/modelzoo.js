/*! sphinx-modelzoo: search, filters, sorting, columns, export, choice of models to compare. */

/* The table in the page is complete without this script, which adds every control that needs it.
 * What is in the table is plain text here: the browser never parses it as HTML, and no request
 * leaves the folder of this file.
 */
(() => {
  "use strict";

  // A second copy, as in a page that a theme has swapped in.
  if (self.modelzooStart) return self.modelzooStart();
  const here = document.currentScript?.src || "";
  const ALL_ROWS = 300; // a longer table is shown in pages
  const PAGE_ROWS = 50;
  const FIRST_ROWS = 12; // about what a screen holds: shown at once, the others a moment later
  const MOST_PICKS = 6;
  const MANY_VALUES = 15; // a longer list gets a search field of its own

  /** An element; attributes that are false are left out, functions are listeners. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value !== false && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  const fold = (text) =>
    (/^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKC")).toLowerCase();

  /** Listeners of a field: text that an input method is still composing is not searched for. */
  const typing = (work) => ({ input: (event) => event.isComposing || work(), compositionend: work });

  /** The numbers that a range allows: “1..5”, “1..” or “..5”. */
  const ends = (text) => {
    const [low, high] = text.split("..");
    return [low ? +low : -Infinity, high ? +high : Infinity];
  };
  const isRange = (text) => {
    const parts = text.split("..");
    return parts.length === 2 && parts.some(Boolean) && !ends(text).some(Number.isNaN);
  };

  // Texts ---------------------------------------------------------------------------------------

  const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };
  const decode = (text) =>
    text.includes("&") ? text.replace(/&([#\w]+);/g, (all, name) => ENTITIES[name] ?? all) : text;
  const strip = (html) =>
    decode(html.replace(/<(?:br|\/p|\/li|\/summary)\b[^>]*>/g, "\n").replace(/<[^>]*>/g, ""));

  const TAGS = /^(a|b|blockquote|br|code|del|details|div|em|hr|i|li|ol|p|pre|s|span|strong|sub|summary|sup|ul)$/;
  const ATTRIBUTES = /^(class|href|title|lang|translate|start)$/;
  const SAFE = /^(?:https?:|mailto:|[^:]*$|[^:/?#]*[/?#])/i;

  /** Put elements into a parent as the data describes them: those that a cell may hold, only. */
  function build(html, parent) {
    let place = parent;
    for (const [all, end, tag, attributes] of html.matchAll(/<(\/?)([a-z]\w*)([^>]*)>|[^<]+/gi)) {
      if (!tag) place.append(decode(all));
      else if (end) place = place === parent ? parent : place.parentNode;
      else {
        const element = document.createElement(TAGS.test(tag) ? tag : "span");
        for (const [, name, value] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) {
          const text = decode(value);
          if (ATTRIBUTES.test(name) && (name !== "href" || SAFE.test(text))) {
            element.setAttribute(name, text);
          }
        }
        place.append(element);
        if (!/^(br|hr|img)$/i.test(tag)) place = element;
      }
    }
  }

  /** The text of a cell, a line for each line; links as the callback writes them. */
  function textOf(node, link) {
    let text = "";
    for (const child of node.childNodes) {
      if (child.nodeType === 3) text += child.data;
      else if (child.nodeName === "BR") text += "\n";
      else if (child.nodeType === 1 && !child.classList.contains("modelzoo-pick")) {
        const inner = textOf(child, link);
        text += link && child.nodeName === "A" ? link(inner, child) : inner;
        if (/^(P|LI|SUMMARY)$/.test(child.nodeName)) text += "\n";
      }
    }
    return text;
  }

  const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

  // Data next to the page -----------------------------------------------------------------------

  const loads = new Map();

  /** A script of this folder, loaded once: unlike a request it works from a disk, too. */
  function load(name) {
    if (!loads.has(name)) {
      loads.set(name, new Promise((resolve, reject) => {
        const script = make("script", { src: new URL(name, here).href, load: resolve });
        script.addEventListener("error", () => {
          loads.delete(name);
          reject(new Error(name));
        });
        document.head.append(script);
      }));
    }
    return loads.get(name);
  }

  async function data(name) {
    await load(name);
    return JSON.parse(self.modelzooData[name.split("?")[0]]);
  }

  // A table -------------------------------------------------------------------------------------

  class Zoo {
    constructor(wrap, number) {
      this.wrap = wrap;
      this.path = location.pathname;
      this.gone = new AbortController(); // when the page was swapped for another
      this.shown = { signal: this.gone.signal };
      this.table = wrap.querySelector("table");
      this.links = wrap.nextElementSibling;
      Object.assign(this, JSON.parse(wrap.dataset.settings));
      this.prefix = `zoo${number ? number + 1 : ""}.`;
      this.id = `modelzoo-${number + 1}`;
      this.heads = [...this.table.tHead.rows[0].cells];
      this.names = this.heads.map((head) => head.textContent);
      this.folded = new Set();
      this.ranks = [];
      this.last = "";
      this.title = wrap.getAttribute("aria-label");
      this.source = this.table.dataset.rows || "";
      this.groups = [];
      this.rows = [];
      this.readTable();
      this.state = this.readAddress();
      wrap.classList.add("modelzoo-live");
      this.tools = wrap;
      if (this.searched) this.addTools();
      this.addHeads();
      this.followPage();
      const closed = wrap.closest("details:not([open])");
      if (!this.source) this.show(true);
      else if (closed) closed.addEventListener("toggle", () => this.loadRows(), { once: true });
      else this.loadRows();
    }

    say(name, values) {
      return this.labels[name].replace(/\{(\w+)\}/g, (all, key) => values[key]);
    }

    // The rows ----------------------------------------------------------------------------------

    addGroup(title, body) {
      const group = { title, body, at: this.groups.length, head: null };
      if (title) {
        const button = make("button", {
          type: "button", class: "modelzoo-folder", click: () => this.foldGroup(group),
        }, title, " ", group.count = make("span", { class: "modelzoo-count" }));
        const cell = make("th", { scope: "rowgroup", role: "rowheader" }, button);
        group.head = make("tr", { class: "modelzoo-group", role: "row" }, cell);
        group.button = button;
      }
      this.groups.push(group);
      return group;
    }

    addRow(group, key, facets, words = ";", cells, element) {
      const first = !this.known.has(key);
      this.known.add(key);
      this.rows.push({ group: group.at, key, facets, words, cells, element, first, text: "", names: [] });
    }

    /** The rows that are in the page. */
    readTable() {
      this.known = new Set();
      for (const body of this.table.tBodies) {
        const head = body.querySelector(":scope > .modelzoo-group");
        const group = this.addGroup(head?.textContent.trim() || "", body);
        for (const row of body.rows) {
          const { model, facets, words } = row.dataset;
          if (row !== head) this.addRow(group, model, facets, words, null, row);
        }
      }
      this.finishRows();
    }

    /** All rows of a large table, in place of those in the page. */
    async loadRows() {
      this.status.textContent = this.say("loading");
      try {
        const groups = await data(this.source);
        this.groups = [];
        this.rows = [];
        this.known.clear();
        for (const body of [...this.table.tBodies]) body.remove();
        for (const [title, rows] of groups) {
          const body = this.table.appendChild(make("tbody", { role: "rowgroup" }));
          const group = this.addGroup(title, body);
          for (const [key, facets, words, ...cells] of rows) {
            this.addRow(group, key, facets, words || ";", cells.map((cell) => [cell].flat()));
          }
        }
        this.finishRows();
        if (this.links?.matches(".modelzoo-rest")) this.links.remove();
        this.show(true);
        this.prepare();
      } catch (error) {
        this.show(true);
        this.tell(this.say("failed"));
        console.warn(error);
      }
    }

    finishRows() {
      this.total = this.known.size;
      this.grouped = this.groups.some((group) => group.head);
      this.setSize();
      this.ranks = [];
      this.hits = null;
      const known = new Map();
      for (const row of this.rows) {
        if (!known.has(row.facets)) {
          const lists = (row.facets || "").split(";");
          known.set(row.facets, this.facets.map((facet, at) => (lists[at] ? lists[at].split(",").map(Number) : [])));
        }
        row.facets = known.get(row.facets);
      }
      this.byKey = new Map(this.rows.map((row) => [row.key, row]));
    }

    setSize(all) {
      this.size = !all && this.rows.length > ALL_ROWS ? PAGE_ROWS : Infinity;
    }

    /** Work ahead while nothing else is to be done, a little at a time. */
    prepare() {
      const idle = self.requestIdleCallback ?? ((work) => setTimeout(work, 20));
      const columns = this.sortable();
      let at = 0;
      const work = () => {
        const end = performance.now() + 12;
        while (at < this.rows.length && performance.now() < end) this.textFor(this.rows[at++]);
        if (at < this.rows.length) idle(work);
        else if (columns.length) {
          this.rank(columns.shift());
          idle(work);
        } else {
          // The browser compiles what has run a few times.
          const facets = new Map(this.facets.map(([key, , values]) => [key, new Set([values[0][0]])]));
          for (const q of "aeo") this.find({ q, facets, sort: null });
        }
      };
      idle(work);
    }

    cellText(row, column) {
      return row.cells ? strip(row.cells[column].at(-1)) : textOf(row.element.cells[column]);
    }

    sortValue(row, column) {
      return row.cells ? row.cells[column].at(-2) : row.element.cells[column].dataset.sort;
    }

    /**
     * What is searched: all cells, names of facets, the id, and what the row brings along; each on
     * lines of its own. The names that many rows have are searched only once.
     */
    textFor(row) {
      if (!row.text) {
        const facets = row.facets.flatMap((places, facet) =>
          places.map((place) => this.facets[facet]?.[2][place][1]));
        const cells = this.heads.map((head, column) => this.cellText(row, column));
        const end = row.words.indexOf(";");
        row.names = end ? row.words.slice(0, end).split(",").map(Number) : [];
        row.text = fold([...cells, ...facets, row.key, row.words.slice(end + 1)].join("\n"));
      }
      return row.text;
    }

    elementFor(row) {
      if (!row.element) {
        const tr = make("tr", { role: "row", "data-model": row.key });
        row.cells.forEach((cell, column) => {
          const heads = column === this.head;
          const element = make(heads ? "th" : "td", {
            scope: heads && "row", role: heads ? "rowheader" : "cell",
            class: this.heads[column].className, "data-label": this.names[column],
          });
          build(cell.at(-1), element);
          tr.append(element);
        });
        row.element = tr;
      }
      if (!row.ready) {
        row.ready = true;
        if (this.compare && this.head >= 0) this.addPick(row);
      }
      if (row.pick) row.pick.checked = this.state.compare.includes(row.key);
      for (const [column, cell] of [...row.element.cells].entries()) {
        cell.hidden = this.state.hide.has(this.keys[column]);
      }
      return row.element;
    }

    nameOf(row) {
      return lines(this.cellText(row, this.head))[0] || row.key;
    }

    // Order -------------------------------------------------------------------------------------

    sortable() {
      return this.keys.map((key, column) => column).filter((column) => this.keys[column] !== "no");
    }

    /** The place of every row in a column: equal for equal values, the last for none. */
    rank(column) {
      if (this.ranks[column]) return this.ranks[column];
      const values = this.rows.map((row) =>
        this.sortValue(row, column) ?? this.cellText(row, column).trim());
      const present = [...new Set(values)].filter((value) => value !== "");
      let order;
      if (present.every((value) => Number.isFinite(+value))) {
        order = present.sort((one, other) => one - other);
      } else {
        order = present.sort(new Intl.Collator(this.language, { numeric: true }).compare);
      }
      const places = new Map(order.map((value, place) => [value, place]));
      places.set("", order.length);
      const ranks = { last: order.length, of: values.map((value) => places.get(value)) };
      return this.ranks[column] = ranks;
    }

    /** The rows that hold all words of a query, as a place is asked for; nothing for no words. */
    matching(query) {
      const words = fold(query).split(/\s+/).filter(Boolean);
      const hits = new Uint8Array(this.rows.length);
      this.spellings ??= (this.synonyms || []).map(fold);
      const named = words.map((word) => this.spellings.map((names) => names.includes(word)));
      this.rows.forEach((row, at) => {
        const text = row.text || this.textFor(row);
        let fits = 1;
        for (let place = 0; fits && place < words.length; place++) {
          fits = +(text.includes(words[place]) || row.names.some((name) => named[place][name]));
        }
        hits[at] = fits;
      });
      return hits;
    }

    /** Which rows fit: as places, in order, by group; counts for every value of a facet. */
    find({ q, facets, sort } = this.state) {
      if (!this.hits || this.asked !== q) {
        this.asked = q;
        this.hits = this.matching(q);
      }
      const counts = this.facets.map(([, , values]) => new Uint32Array(values.length));
      const chosen = this.facets.map(([key, , values, range]) => {
        const wanted = facets.get(key);
        if (!wanted.size) return null;
        const [low, high] = range ? ends([...wanted][0]) : [];
        return values.map(([value]) => range ? +value >= low && +value <= high : wanted.has(value));
      });
      const found = [];
      let shown = 0;
      for (let at = 0; at < this.hits.length; at++) {
        if (!this.hits[at]) continue;
        const row = this.rows[at];
        const fails = this.failed(row, chosen);
        if (fails < 0) found.push(at);
        if (!row.first) continue; // a model of two groups counts once
        if (fails < 0) shown++;
        for (let facet = 0; facet < counts.length; facet++) {
          if (fails !== -1 && fails !== facet) continue;
          for (const place of row.facets[facet]) counts[facet][place]++;
        }
      }
      if (sort) this.sortPlaces(found, sort);
      const members = this.groups.map(() => []);
      for (const at of found) members[this.rows[at].group].push(at);
      return { members, counts, shown };
    }

    /** The only facet that a row does not fit; -1 if it fits all, as many as there are for more. */
    failed(row, chosen) {
      let failed = -1;
      for (let facet = 0; facet < chosen.length; facet++) {
        const wanted = chosen[facet];
        if (!wanted || row.facets[facet].some((place) => wanted[place])) continue;
        if (failed >= 0) return chosen.length;
        failed = facet;
      }
      return failed;
    }

    sortPlaces(found, { column, down }) {
      const { of, last } = this.rank(column);
      const count = this.rows.length;
      const keys = Float64Array.from(found, (at) => {
        const rank = down && of[at] < last ? last - 1 - of[at] : of[at];
        return rank * count + at;
      }).sort();
      keys.forEach((key, place) => { found[place] = key % count; });
    }

    // Showing -----------------------------------------------------------------------------------

    /** The groups with what this page shows of them. */
    parts(members) {
      const folded = (group) => this.folded.has(group.title);
      const lengths = this.groups.map((group) => (folded(group) ? 0 : members[group.at].length));
      const rows = lengths.reduce((sum, length) => sum + length, 0);
      this.pages = Math.max(Math.ceil(rows / this.size), 1);
      this.state.page = Math.min(Math.max(this.state.page, 1), this.pages);
      const start = this.pages > 1 ? (this.state.page - 1) * this.size : 0;
      const end = start + this.size;
      let at = 0;
      return this.groups.map((group) => {
        const count = members[group.at].length;
        const open = !folded(group);
        const places = open ? members[group.at].slice(Math.max(start - at, 0), Math.max(end - at, 0)) : [];
        const head = group.head && count && (open ? places.length : at >= start && at < end);
        if (head) {
          group.button.setAttribute("aria-expanded", open);
          group.count.textContent = count;
          group.head.cells[0].colSpan = this.heads.length - this.state.hide.size;
        }
        at += lengths[group.at];
        return { body: group.body, head: head ? [group.head] : [], places };
      });
    }

    /** Fill the table: at first what is in sight, unless the whole is wanted at once. */
    show(whole) {
      if (!whole) this.wrap.style.minHeight = `${this.wrap.offsetHeight}px`; // so keeps the page its place
      const { members, counts, shown } = this.find();
      this.found = members;
      const parts = this.parts(members);
      this.showTools(counts, shown);
      const fill = (most) => {
        let left = most;
        for (const { body, head, places } of parts) {
          const rows = places.slice(0, left).map((place) => this.elementFor(this.rows[place]));
          const wanted = left > 0 ? [...head, ...rows] : [];
          const same = [...body.rows].every((row, at) => row === wanted[at]);
          if (same) body.append(...wanted.slice(body.rows.length));
          else body.replaceChildren(...wanted);
          body.hidden = !wanted.length;
          left -= rows.length;
        }
      };
      const rest = () => {
        fill(Infinity);
        this.wrap.style.minHeight = "";
        this.settle();
      };
      clearTimeout(this.later);
      if (whole) return rest();
      fill(FIRST_ROWS);
      this.later = setTimeout(rest, 30);
    }

    /** What needs the whole page of the table: formulas, and columns that stay as wide as they are. */
    settle() {
      if (this.size === Infinity || !this.table.offsetWidth) return;
      if (!this.settled) {
        const { style } = this.table;
        style.tableLayout = style.minWidth = "";
        for (const head of this.heads) head.style.width = "";
        const width = this.table.offsetWidth;
        const widths = this.heads.map((head) => head.offsetWidth);
        this.heads.forEach((head, column) => { head.style.width = `${(100 * widths[column]) / width}%`; });
        style.tableLayout = "fixed";
        if (width > this.wrap.clientWidth) style.minWidth = `${width}px`;
        this.settled = true;
      }
      this.typeset("typesetPromise");
    }

    typeset(how) {
      const math = this.table.querySelectorAll(".math:not(:has(*))");
      if (math.length) self.MathJax?.[how]?.([...math]);
    }

    /** On paper all rows that are chosen; afterwards the page of the table that was shown. */
    print(on) {
      if (on) this.page = this.state.page;
      this.setSize(on);
      if (!on) this.state.page = this.page;
      this.show(true);
      if (on) this.typeset("typeset"); // there is no time for a promise
    }

    foldGroup(group) {
      if (!this.folded.delete(group.title)) this.folded.add(group.title);
      this.show();
    }

    /** A change by the reader: shown, and kept in the address. */
    change(kind, edit) {
      edit(this.state);
      if (kind !== "page" && kind !== "compare" && kind !== "view") this.state.page = 1;
      this.tell("");
      this.show();
      setTimeout(() => this.writeAddress(kind));
    }

    /** Show a message, or none; read it out with the count once nothing follows, as in typing. */
    tell(text) {
      if (!this.searched) return;
      this.message.textContent = text;
      clearTimeout(this.telling);
      this.telling = setTimeout(() => {
        const all = this.message.parentNode.textContent;
        if (text || this.live.textContent !== all) this.live.textContent = all;
      }, 700);
    }

    // The address -------------------------------------------------------------------------------

    readAddress() {
      const given = new URLSearchParams(location.search);
      // A short table is only sorted: nothing else could be undone.
      const get = (name) => ((this.searched || name === "sort") && given.get(this.prefix + name)) || "";
      const list = (name) => get(name).split(",").filter(Boolean);
      // A choice that is gone would leave nothing, and no box to untick.
      const facets = new Map(this.facets.map(([key, , values, range]) => {
        const asked = given.getAll(this.prefix + key);
        return [key, new Set(range ? asked.filter(isRange).slice(0, 1)
          : asked.filter((one) => values.some(([value]) => value === one)))];
      }));
      const down = get("sort").startsWith("-");
      const column = this.keys.indexOf(get("sort").slice(down ? 1 : 0));
      return {
        q: get("q"),
        facets,
        sort: column >= 0 ? { column, down } : null,
        hide: new Set(list("hide").filter((key) => this.mayHide(key))),
        page: parseInt(get("page"), 10) || 1,
        compare: [...new Set(list("compare"))].slice(0, MOST_PICKS),
        view: get("view"),
      };
    }

    writeAddress(kind) {
      const given = new URLSearchParams(location.search);
      for (const name of [...given.keys()]) if (name.startsWith(this.prefix)) given.delete(name);
      const { q, facets, sort, hide, page, compare, view } = this.state;
      const set = (name, value) => { if (value) given.append(this.prefix + name, value); };
      set("q", q.trim());
      for (const [key, values] of facets) for (const value of values) set(key, value);
      set("sort", sort && (sort.down ? "-" : "") + this.keys[sort.column]);
      set("hide", [...hide].join(","));
      set("page", page > 1 && String(page));
      set("compare", compare.join(","));
      set("view", view);
      const search = given.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
      const address = `${location.pathname}${search && "?"}${search}${location.hash}`;
      // Typing is one step back, not one for each letter.
      const step = kind === "q" && this.last === "q" ? "replaceState" : "pushState";
      this.last = kind;
      try {
        if (search !== location.search.slice(1)) history[step](history.state, "", address);
      } catch {
        // A browser that forbids it for pages from a disk: everything else works.
      }
    }

    comeBack() {
      this.state = this.readAddress();
      this.last = "";
      this.tell("");
      this.show(true);
      this.showComparison();
    }

    mayHide(key) {
      return this.keys.includes(key) && this.keys.indexOf(key) !== this.head;
    }

    // Controls ----------------------------------------------------------------------------------

    menu(label, ...children) {
      const count = make("span", { class: "modelzoo-chosen" });
      const summary = make("summary", {}, label, count);
      const menu = make("details", {
        class: "modelzoo-menu", name: `${this.id}-menu`,
        keydown: (event) => {
          if (event.key !== "Escape" || !menu.open) return;
          menu.open = false;
          summary.focus();
          event.stopPropagation();
        },
        focusout: (event) => {
          if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
        },
      }, summary, make("div", { class: "modelzoo-panel" }, ...children));
      document.addEventListener("pointerdown", (event) => {
        if (!menu.contains(event.target)) menu.open = false;
      }, this.shown);
      return { menu, count };
    }

    check(label, changed, ...more) {
      const input = make("input", { type: "checkbox", change: () => changed(input.checked) });
      const text = make("span", {}, label);
      return { input, element: make("label", { class: "modelzoo-check" }, input, text, ...more) };
    }

    /** Two fields for the least and the greatest number; the choice is “1..5”, “1..” or “..5”. */
    rangeMenu(key, label, values, facet) {
      const change = () => this.change("facet", ({ facets }) => {
        const wanted = facets.get(key);
        wanted.clear();
        if (low.value || high.value) wanted.add(`${low.value}..${high.value}`);
      });
      const field = (name, value) => make("input", {
        type: "number", step: "any", class: "modelzoo-input", placeholder: value,
        "aria-label": `${label}: ${this.say(name)}`, ...typing(change),
      });
      const low = field("least", values[0][0]);
      const high = field("greatest", values.at(-1)[0]);
      const named = [["least", low], ["greatest", high]].map(([name, input]) =>
        make("label", { class: "modelzoo-end" }, make("span", {}, this.say(name)), input));
      const { menu, count } = this.menu(label, make("fieldset", {},
        make("legend", { class: "modelzoo-unseen" }, label), ...named));
      return { key, facet, boxes: [], menu, count, fields: [low, high] };
    }

    facetMenu([key, label, values, range], facet) {
      if (range) return this.rangeMenu(key, label, values, facet);
      const boxes = values.map(([value, name]) => {
        const count = make("span", { class: "modelzoo-count" });
        const box = this.check(name, (on) => this.change("facet", ({ facets }) =>
          facets.get(key)[on ? "add" : "delete"](value)), count);
        return { ...box, count, value, name: fold(name) };
      });
      const list = make("fieldset", {}, make("legend", { class: "modelzoo-unseen" }, label),
        ...boxes.map((box) => box.element));
      const find = values.length > MANY_VALUES && make("input", {
        type: "search", class: "modelzoo-input", placeholder: this.say("find"),
        "aria-label": `${label}: ${this.say("find")}`, autocomplete: "off",
        ...typing(() => {
          const word = fold(find.value.trim());
          for (const box of boxes) box.element.hidden = !box.name.includes(word);
        }),
      });
      const { menu, count } = this.menu(label, ...(find ? [find] : []), list);
      return { key, facet, boxes, menu, count };
    }

    addTools() {
      const button = (label, click, name = "") =>
        make("button", { type: "button", class: `modelzoo-button ${name}`, click }, label);
      this.search = make("input", {
        type: "search", class: "modelzoo-input", autocomplete: "off", spellcheck: "false",
        ...typing(() => this.change("q", (state) => { state.q = this.search.value; })),
      });
      this.order = make("select", { class: "modelzoo-input", change: () => {
        const [column, down] = this.order.value.split(" ");
        this.change("sort", (state) => {
          state.sort = column ? { column: +column, down: down === "1" } : null;
        });
      } }, make("option", { value: "" }, this.say("catalog")), ...this.sortable().flatMap((column) =>
        ["ascending", "descending"].map((way, down) => make("option", { value: `${column} ${down}` },
          this.say(way, { column: this.names[column] })))));
      this.menus = this.facets.map((facet, at) => this.facetMenu(facet, at));
      this.boxes = this.keys.map((key, column) => this.check(this.names[column], (on) => {
        this.settled = false;
        this.change("hide", ({ hide }) => hide[on ? "delete" : "add"](key));
      }));
      this.boxes.forEach((box, column) => { box.element.hidden = !this.mayHide(this.keys[column]); });
      const columns = make("fieldset", {},
        make("legend", { class: "modelzoo-unseen" }, this.say("columns")),
        ...this.boxes.map((box) => box.element));
      const exports = [["copyCsv", "csv"], ["copyMarkdown", "md"], ["saveCsv", "csv", 1],
        ["saveMarkdown", "md", 1]].map(([label, form, save]) =>
        button(this.say(label), () => this.export(form, save)));
      this.clear = button(this.say("clear"), () => {
        this.change("clear", (state) => {
          state.q = "";
          state.sort = null;
          for (const values of state.facets.values()) values.clear();
        });
        this.search.focus();
      });
      this.open = button("", () => this.openComparison(), "modelzoo-open");
      this.unpick = button(this.say("unpick"), () => {
        this.change("compare", (state) => { state.compare = []; });
        this.search.focus();
      });
      this.status = make("span");
      this.message = make("span", { class: "modelzoo-message" });
      this.live = make("p", { class: "modelzoo-unseen", role: "status" });
      const label = (name, input, kind) =>
        make("label", { class: kind }, make("span", {}, this.say(name)), input);
      this.tools = make("div", {
        class: "modelzoo-tools", role: "search", "aria-label": `${this.say("tools")}: ${this.title}`,
      },
      make("div", { class: "modelzoo-strip" }, label("search", this.search, "modelzoo-search"),
        label("sort", this.order, "modelzoo-order")),
      make("div", { class: "modelzoo-strip", role: "group", "aria-label": this.say("filters") },
        ...this.menus.map((entry) => entry.menu),
        this.menu(this.say("columns"), columns).menu, this.menu(this.say("export"), ...exports).menu),
      make("div", { class: "modelzoo-strip" },
        make("p", { class: "modelzoo-status", "aria-hidden": true }, this.status, " ", this.message),
        this.live,
        this.clear, this.open, this.unpick));
      this.wrap.before(this.tools);
      this.addPages(button);
    }

    addPages(button) {
      const go = (step) => {
        this.change("page", (state) => { state.page += step; });
        this.tools.scrollIntoView({ block: "start" });
      };
      this.back = button(this.say("previous"), () => go(-1));
      this.forth = button(this.say("next"), () => go(1));
      this.where = make("span");
      this.pager = make("nav", {
        class: "modelzoo-strip modelzoo-pages", "aria-label": `${this.say("pages")}: ${this.title}`,
      }, this.back, this.where, this.forth);
      this.wrap.after(this.pager);
    }

    addHeads() {
      this.sorters = this.sortable().map((column) => {
        const head = this.heads[column];
        const button = make("button", { type: "button", class: "modelzoo-sort", click: () =>
          this.change("sort", (state) => {
            const now = state.sort?.column === column ? state.sort : null;
            state.sort = now?.down ? null : { column, down: Boolean(now) };
          }) }, ...head.childNodes);
        head.replaceChildren(button);
        return button;
      });
    }

    addPick(row) {
      const name = make("span", { class: "modelzoo-unseen" }, ` ${this.nameOf(row)}`);
      const box = this.check(this.say("pick"), (on) => {
        const { compare } = this.state;
        if (on && compare.length >= MOST_PICKS) {
          box.input.checked = false;
          this.tell(this.say("most"));
          return;
        }
        this.change("compare", (state) => {
          state.compare = on ? [...compare, row.key] : compare.filter((key) => key !== row.key);
        });
      }, name);
      box.element.classList.add("modelzoo-pick");
      row.pick = box.input;
      row.element.cells[this.head].append(box.element);
    }

    showTools(counts, shown) {
      const { state } = this;
      this.heads.forEach((head, column) => {
        head.hidden = state.hide.has(this.keys[column]);
        const sorted = state.sort?.column === column;
        if (sorted) head.setAttribute("aria-sort", state.sort.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      if (!this.searched) return;
      const { total } = this;
      const label = !shown ? "none" : shown < total ? this.unit : `all${this.unit}`;
      const text = this.say(label, { shown, total });
      if (this.status.textContent !== text) this.status.textContent = text;
      if (this.search.value.trim() !== state.q.trim()) this.search.value = state.q;
      this.order.value = state.sort ? `${state.sort.column} ${+state.sort.down}` : "";
      for (const { key, facet, boxes, count, fields } of this.menus) {
        const chosen = state.facets.get(key);
        count.textContent = chosen.size ? ` (${fields ? [...chosen][0].replace("..", "–") : chosen.size})` : "";
        const typed = (fields && [...chosen][0]?.split("..")) || ["", ""];
        fields?.forEach((input, at) => {
          if (input.value !== typed[at]) input.value = typed[at];
        });
        boxes.forEach((box, place) => {
          const number = counts[facet][place];
          box.input.checked = chosen.has(box.value);
          box.count.textContent = number;
          box.element.classList.toggle("modelzoo-zero", !number);
        });
      }
      this.boxes.forEach((box, column) => {
        box.input.checked = !state.hide.has(this.keys[column]);
      });
      this.clear.hidden = !(state.q || state.sort || [...state.facets.values()].some((v) => v.size));
      this.open.hidden = this.unpick.hidden = !state.compare.length;
      this.open.textContent = this.say("compare", { count: state.compare.length });
      this.pager.hidden = this.pages < 2;
      this.where.textContent = this.say("page", { page: state.page, pages: this.pages });
      this.back.disabled = state.page <= 1;
      this.forth.disabled = state.page >= this.pages;
    }

    /** Keep the heads in sight, on the page's own ground, below what the theme keeps there. */
    followPage() {
      const update = () => {
        let ground = this.wrap;
        const clear = (element) =>
          (/^(transparent|rgba\(.*, 0\))$/).test(getComputedStyle(element).backgroundColor);
        while (ground && clear(ground)) ground = ground.parentElement;
        const colour = ground ? getComputedStyle(ground).backgroundColor : "Canvas";
        let top = 0;
        for (const bar of document.querySelectorAll("header, nav, .navbar, [class*=header]")) {
          const { position } = getComputedStyle(bar);
          const box = bar.getBoundingClientRect();
          if (/fixed|sticky/.test(position) && box.top <= 0 && box.height < 150) top = Math.max(top, box.bottom);
        }
        this.ground = colour;
        // Cards have no heads to see: the list above sorts.
        const cards = getComputedStyle(this.table).display === "block";
        for (const button of this.sorters) button.disabled = cards;
        for (const part of [this.wrap, this.tools]) {
          part.style.setProperty("--modelzoo-ground", colour);
          part.style.setProperty("--modelzoo-top", `${Math.floor(top)}px`);
        }
        // A box that scrolls sideways holds its heads itself.
        this.wrap.classList.toggle("modelzoo-wide", this.table.scrollWidth > this.wrap.clientWidth + 1);
      };
      let waiting = 0;
      const soon = () => {
        clearTimeout(waiting);
        waiting = setTimeout(update, 120);
      };
      let width = this.wrap.clientWidth;
      const sizes = new ResizeObserver(() => {
        if (width !== this.wrap.clientWidth) {
          width = this.wrap.clientWidth;
          this.settled = false;
          this.settle();
        }
        soon();
      });
      sizes.observe(this.wrap);
      const watcher = new MutationObserver(() => {
        soon();
        setTimeout(update, 600); // themes fade
      });
      for (const element of [document.documentElement, document.body]) {
        watcher.observe(element, { attributes: true });
      }
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon, this.shown);
      addEventListener("scroll", soon, { once: true });
      this.shown.signal.onabort = () => [sizes, watcher].forEach((one) => one.disconnect());
      update();
    }

    // Export ------------------------------------------------------------------------------------

    /** The rows that fit, of all pages, in the columns that are shown. */
    cellsOut(form) {
      const columns = this.keys.map((key, at) => at).filter((at) => !this.state.hide.has(this.keys[at]));
      const escape = (text) => text.replace(/[\\`*_[\]<>|$~]/g, "\\$&");
      // In Markdown, \0 keeps what is written already from being escaped.
      const link = (text, { href, className }) => {
        if (!/^https?:/.test(href) || (form === "csv" && className)) return text;
        if (form === "csv") return `${text} (${href})`;
        return `\0[${escape(text)}](${href.replace(/[()\s|]/g, escape)})\0`;
      };
      const out = [columns.map((column) => this.names[column])];
      for (const at of this.found.flat()) {
        const row = this.rows[at];
        out.push(columns.map((column) => {
          const cell = this.elementFor(row).cells[column];
          const text = lines(textOf(cell, link));
          if (form === "csv") return text.join("; ");
          const escaped = (line) => line.split("\0").map((part, at) => (at % 2 ? part : escape(part))).join("");
          return text.map(escaped).join("<br>");
        }));
      }
      return out;
    }

    exported(form) {
      const [heads, ...rows] = this.cellsOut(form);
      if (form === "md") {
        const rules = heads.map((head, at) => (this.kinds[this.names.indexOf(head)] === "number" ? "---:" : "---"));
        return [heads, rules, ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
      }
      // What a spreadsheet would run stays text.
      const number = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?%?$/i;
      const harmless = (cell) => (/^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !number.test(cell) ? `'${cell}` : cell);
      const quoted = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
      return [heads, ...rows].map((row) => `${row.map((cell) => quoted(harmless(cell))).join(",")}\n`).join("");
    }

    async export(form, save) {
      const text = this.exported(form);
      if (save) {
        const type = form === "csv" ? "text/csv" : "text/markdown";
        const blob = new Blob([form === "csv" ? "\ufeff" : "", text], { type: `${type};charset=utf-8` });
        const link = make("a", { href: URL.createObjectURL(blob), download: `models.${form}` });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
        return;
      }
      const count = this.found.flat().length;
      this.tell(await copy(text) ? this.say("copied", { count }) : this.say("refused"));
    }

    // Comparison --------------------------------------------------------------------------------

    openComparison() {
      if (this.state.compare.length < 2) {
        this.tell(this.say("more"));
        return;
      }
      this.change("view", (state) => { state.view = "compare"; });
      this.showComparison();
    }

    async showComparison() {
      const wanted = this.state.view === "compare" && this.compare && this.state.compare.length > 1;
      if (!wanted && !this.comparison) return;
      try {
        if (!this.comparison) {
          await load("modelzoo-compare.js");
          this.comparison = new self.modelzooComparison(this, { make, data, copy });
        }
        await this.comparison.show();
      } catch (error) {
        this.tell(this.say("failed"));
        console.warn(error);
      }
    }
  }

  /** Returns whether it could be copied: browsers allow it on safe addresses. */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };

  // Start -----------------------------------------------------------------------------------------

  let zoos = [];

  function start() {
    // Themes swap pages without loading: what is not shown any more is let go.
    zoos = zoos.filter((zoo) => zoo.wrap.isConnected || zoo.gone.abort());
    document.querySelectorAll(".modelzoo-wrap[data-settings]:not(.modelzoo-live)").forEach((wrap) => {
      const zoo = new Zoo(wrap, zoos.length);
      zoos.push(zoo);
      zoo.showComparison();
    });
  }

  addEventListener("popstate", () =>
    zoos.forEach((zoo) => zoo.path === location.pathname && zoo.comeBack()));
  let top, focus;
  const print = ({ type }) => {
    const on = type === "beforeprint";
    if (on) [top, focus] = [scrollY, document.activeElement];
    for (const zoo of zoos) zoo.print(on);
    if (on) return;
    // The rows were out of the page for a moment.
    focus?.focus({ preventScroll: true });
    scrollTo({ top, behavior: "instant" });
  };
  addEventListener("beforeprint", print);
  addEventListener("afterprint", print);
  self.modelzooStart = start;
  // Material for MkDocs; with instant navigation it says nothing of pages from a disk.
  self.document$?.subscribe?.(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
