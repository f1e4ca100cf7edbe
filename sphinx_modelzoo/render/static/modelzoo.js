/*! sphinx-modelzoo: interactive tables. */

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
  const FIRST_ROWS = 12; // what a screen is taken to hold: shown at once, the others a moment later
  const MOST_PICKS = 6;
  const MANY_VALUES = 15; // a longer list gets a search field of its own
  const CHIPS = 6; // of tasks; the others are behind “more”
  const MENUS = 3; // beside the search; of more, all but two are behind “Filters”
  const BARS = 16; // of a histogram

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

  /** A part of a picture. */
  function draw(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
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
  const isRange = (text) => (/.\.\.|\.\../).test(text) && !ends(text).some(Number.isNaN);

  // Texts ---------------------------------------------------------------------------------------

  const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };
  const decode = (text) =>
    text.includes("&") ? text.replace(/&([#\w]+);/g, (all, name) => ENTITIES[name] ?? all) : text;
  const UNSEEN = /<(details class="modelzoo-variants|span class="modelzoo-unseen)".*?<\/(details|span)>/g;
  const strip = (html) =>
    html.replace(UNSEEN, "").replace(/<(?:br|\/p|\/li|\/div|\/summary)\b[^>]*>/g, "\n").replace(/<[^>]*>/g, "");

  /** A shape of cells: by which slot they are sorted, their HTML and their text between the slots. */
  function shapeOf([sort, html]) {
    let slot = 0;
    const text = strip(html.replace(/\0/g, () => `\0${++slot}\0`));
    return { sort, html: html.split("\0"), text: text.split("\0") };
  }

  /** Work that gives way to everything else, a little at a time. */
  const SLICE = 12; // milliseconds
  const STEP = 500; // so many of whatever is quick
  const pause = () => new Promise((next) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = next;
    port2.postMessage(0);
  });

  /** Sort in steps: a million comparisons of texts take more than a second. */
  function* sorted(list, compare) {
    let runs = [];
    for (let at = 0; at < list.length; at += STEP) {
      runs.push(list.slice(at, at + STEP).sort(compare));
      yield;
    }
    while (runs.length > 1) {
      const next = [];
      for (let at = 0; at < runs.length; at += 2) {
        const [one, other = []] = runs.slice(at, at + 2);
        const run = [];
        for (let left = 0, right = 0; left < one.length || right < other.length;) {
          const first = right >= other.length || left < one.length && compare(one[left], other[right]) <= 0;
          run.push(first ? one[left++] : other[right++]);
          if (run.length % STEP === 0) yield;
        }
        next.push(run);
      }
      runs = next;
    }
    return runs[0] ?? [];
  }

  const TAGS = /^(a|b|blockquote|br|code|del|details|div|em|hr|i|li|ol|p|pre|s|small|span|strong|sub|summary|sup|ul)$/;
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
      else if (child.nodeType === 1 && !/^modelzoo-(variants|unseen)$/.test(child.className)) {
        const inner = textOf(child, link);
        text += link && child.nodeName === "A" ? link(inner, child) : inner;
        if (/^(P|LI|SUMMARY|DIV)$/.test(child.nodeName)) text += "\n";
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
    const found = self.modelzooData[name.split("?")[0]];
    return Array.isArray(found) ? found : JSON.parse(found);
  }

  // A table -------------------------------------------------------------------------------------

  class Zoo {
    constructor(wrap, number) {
      this.wrap = wrap;
      this.path = location.pathname;
      this.gone = new AbortController(); // when the page was swapped for another
      this.signal = { signal: this.gone.signal };
      this.table = wrap.querySelector("table");
      this.links = wrap.nextElementSibling;
      Object.assign(this, JSON.parse(wrap.dataset.settings));
      this.prefix = `zoo${number ? number + 1 : ""}.`;
      this.id = `modelzoo-${number + 1}`;
      this.keys = this.columns.map(([key]) => key);
      this.names = this.columns.map((column) => column[3]);
      this.heads = [...this.table.tHead.rows[0].cells];
      this.folded = new Set();
      this.last = "";
      this.screen = FIRST_ROWS;
      this.title = wrap.getAttribute("aria-label");
      this.source = this.table.dataset.rows || "";
      this.startRows();
      this.state = this.readAddress();
      if (!this.source || this.state.view) this.readTable();
      wrap.classList.add("modelzoo-live");
      this.frame = wrap.closest(".modelzoo-frame") ?? wrap;
      // Before anything is seen, what is measured needs no layout of the rows, which then is done once.
      const unseen = this.source && !location.hash && !performance.getEntriesByType("paint").length;
      if (unseen) this.table.style.display = "none";
      if (this.searched) this.addTools();
      for (const column of this.heads.keys()) this.addSorter(column);
      this.followPage();
      this.table.style.display = "";
      const closed = wrap.closest("details:not([open])");
      if (!this.source) this.show(true);
      else if (closed) closed.addEventListener("toggle", () => this.loadRows(), { once: true });
      else this.loadRows();
    }

    say(name, values) {
      return this.labels[name].replace(/\{(\w+)\}/g, (all, key) => values[key]);
    }

    // The rows ----------------------------------------------------------------------------------

    /* A row of the table is a model with the lines of its variants, all in a body of its own. A line
     * has its cells as elements where it is in the page, and as data otherwise. */

    addGroup(title) {
      const group = { title, at: this.groups.length, body: null };
      if (title) {
        group.button = make("button", {
          type: "button", class: "modelzoo-folder", click: () => this.foldGroup(group),
        }, title, " ", group.count = make("span", { class: "modelzoo-count" }));
        group.cell = make("th", { scope: "rowgroup", role: "rowheader" }, group.button);
        group.body = make("tbody", { role: "rowgroup" },
          make("tr", { class: "modelzoo-group", role: "row" }, group.cell));
      }
      this.groups.push(group);
      return group;
    }

    addRow(group, key, facets, words, lines, old, body) {
      const first = !this.byKey.has(key);
      const row = { group: group.at, key, words: words || ";", lines, old, body, first, text: "", names: [] };
      this.byKey.set(key, row);
      this.rows.push(row);
      const lists = (facets || "").split(";");
      this.facets.forEach((facet, at) => {
        this.starts.push(this.places.length);
        for (const place of lists[at]?.split(",") ?? []) {
          if (place) this.places.push(this.offsets[at] + +place);
        }
      });
      return row;
    }

    /* All values of the facets are numbered through. Those of each row are one after the other in
     * one list, and where those of each facet start in another: so they are counted fastest. */
    startRows() {
      this.groups = [];
      this.rows = [];
      this.byKey = new Map();
      this.places = [];
      this.starts = [];
      this.values = this.facets.flatMap(([, , values]) => values);
      this.offsets = [0];
      for (const [, , values] of this.facets) this.offsets.push(this.offsets.at(-1) + values.length);
    }

    /** The rows that are in the page. */
    readTable() {
      let group;
      for (const body of this.table.tBodies) {
        const rows = [...body.rows];
        if (!body.matches(".modelzoo-rows")) group = this.addGroup(body.textContent.trim());
        else {
          const { model, facets, words } = rows[0].dataset;
          this.addRow(group ??= this.addGroup(""), model, facets, words,
            rows.map((tr) => ({ key: tr.dataset.model, tr, tds: [...tr.cells] })), 0, body);
        }
      }
      this.finishRows();
    }

    /** All rows of a large table, in place of those in the page, which are the first ones of it. */
    async loadRows() {
      this.loading = true;
      const total = this.table.dataset.count;
      const first = !location.search.includes(this.prefix);
      this.status.textContent = this.say(first ? `all${this.unit}` : "loading", { shown: total, total });
      try {
        const parts = await data(this.source);
        this.startRows();
        let end = 0;
        for (const part of parts) {
          if (performance.now() > end) {
            await pause();
            end = performance.now() + SLICE;
          }
          this.readPart(JSON.parse(part));
        }
        this.finishRows();
        this.loading = false;
        if (this.links?.matches(".modelzoo-rest")) this.links.remove();
        this.show(true);
        this.prepare();
      } catch (error) {
        this.loading = false;
        this.show(true);
        if (this.links?.matches("noscript")) {
          // One text, or elements where a theme has brought the page.
          const box = make("div", {}, ...this.links.children);
          if (!box.firstChild) build(this.links.textContent, box);
          this.links.replaceWith(...box.children);
        }
        this.tell(this.say("failed"));
        console.warn(error);
      }
    }

    /** Rows of a file, made ready to be searched. */
    readPart([made, groups]) {
      const shapes = made.map(shapeOf);
      for (const [title, rows] of groups) {
        const group = title === null ? this.groups.at(-1) : this.addGroup(title);
        for (const [key, facets, words, old, cells, variants = []] of rows) {
          this.addRow(group, key, facets, words,
            [[key, cells], ...variants].map(([id, list]) => ({ key: id, cells: list, shapes })), old);
          this.textFor(this.rows.length - 1);
        }
      }
    }

    finishRows() {
      this.total = this.byKey.size;
      this.starts.push(this.places.length);
      this.setSize();
      this.ranks = [];
      this.begun = [];
      this.hits = null;
    }

    setSize(all) {
      this.size = !all && this.rows.length > ALL_ROWS ? PAGE_ROWS : Infinity;
    }

    /** Work ahead while nothing else is to be done. */
    prepare() {
      const idle = self.requestIdleCallback ?? ((work) => setTimeout(work, 20));
      const steps = this.ahead();
      const work = () => {
        const end = performance.now() + SLICE;
        while (performance.now() < end) if (steps.next().done) return;
        idle(work);
      };
      idle(work);
    }

    *ahead() {
      const kind = (column) => this.columns[column][1]; // numbers come first, texts take longest
      for (const column of this.sortable().sort((one, other) => kind(one).localeCompare(kind(other)))) {
        if (column < this.shown) yield* this.steps(column);
      }
      // The browser compiles what has run a few times.
      for (const q of "aeo") yield this.find({ ...this.state, q, sort: null });
    }

    /** A cell as data, and its shape: HTML, what it is sorted by and HTML, or a number and slots. */
    dataOf(line, column) {
      line.more ??= JSON.parse(line.tr?.dataset.more ?? "[]");
      const cell = line.cells ? line.cells[column] : line.more[column - this.shown] ?? "";
      return [cell, line.shapes?.[cell[0]]];
    }

    htmlOf(line, column) {
      const [cell, shape] = this.dataOf(line, column);
      return shape ? shape.html.reduce((all, piece, slot) => all + cell[slot] + piece) : [cell].flat().at(-1);
    }

    cellText(line, column) {
      const td = line.tds?.[column];
      if (td) return textOf(td);
      const [cell, shape] = this.dataOf(line, column);
      if (!shape) return decode(strip(this.htmlOf(line, column)));
      const { text } = shape;
      let all = text[0];
      for (let at = 1; at < text.length; at += 2) all += cell[text[at]] + text[at + 1];
      return decode(all);
    }

    sortValue(line, column) {
      // Elements that this script made do not have it.
      if (!line.cells && column < this.shown) return line.tds[column].dataset.sort;
      const [cell, shape] = this.dataOf(line, column);
      if (shape) return shape.sort ? decode(cell[shape.sort]) : undefined;
      return [cell].flat().at(-2);
    }

    /**
     * What is searched: the cells of a model and its variants, names of facets, the id, and what the
     * row brings along; each on lines of its own. The names that many rows have are searched only once.
     */
    textFor(at) {
      const row = this.rows[at];
      if (!row.text) {
        const parts = [];
        for (const line of row.lines) {
          for (let column = 0; column < this.shown; column++) parts.push(this.cellText(line, column));
        }
        const count = this.facets.length;
        for (let place = this.starts[at * count]; place < (this.starts[(at + 1) * count] ?? this.places.length); place++) {
          parts.push(this.values[this.places[place]]?.[1] ?? "");
        }
        const end = row.words.indexOf(";");
        row.names = end ? row.words.slice(0, end).split(",").map(Number) : [];
        row.text = fold([...parts, row.key, row.words.slice(end + 1)].join("\n"));
      }
      return row.text;
    }

    cellFor(line, column) {
      const heads = column === this.head;
      const cell = make(heads ? "th" : "td", {
        scope: heads && "row", role: heads ? "rowheader" : "cell",
        class: this.columns[column][2], "data-label": this.columns[column][6],
      });
      build(this.htmlOf(line, column), cell);
      return cell;
    }

    /** The body of a row, with the columns that are shown and the box to pick it. */
    elementFor(row) {
      row.body ??= make("tbody", { class: "modelzoo-rows", role: "rowgroup" });
      row.lines.forEach((line, at) => {
        if (!line.tr) {
          line.tr = make("tr", { role: "row", "data-model": line.key, class: at ? "modelzoo-variant" : row.old && "modelzoo-old" });
          row.body.append(line.tr);
        }
        line.tds ??= [];
        this.keys.forEach((key, column) => {
          const on = this.isShown(column);
          if (on && !line.tds[column]) this.place(line.tr, line.tds, column, this.cellFor(line, column));
          if (line.tds[column]) line.tds[column].hidden = !on;
        });
        if (line.ready) return;
        line.ready = true;
        if (this.compare && this.head >= 0) line.tr.prepend(this.pickFor(row, at));
      });
      if (row.pick) row.pick.checked = this.state.compare.includes(row.key);
      return row.body;
    }

    nameOf(row) {
      return lines(this.cellText(row.lines[0], this.head))[0] || row.key;
    }

    // Columns -----------------------------------------------------------------------------------

    /** Whether the reader wants it, or else the table: of all tasks, or of the only one chosen. */
    isShown(column) {
      const { hide, add } = this.state;
      const key = this.keys[column];
      const tasks = this.columns[column][7];
      return column === this.head || !hide.has(key) && (add.has(key)
        || (this.task && tasks ? tasks.includes(this.task) : column < this.shown));
    }

    /** Put a head or a cell into its row: figures of a task stand where its main result stood. */
    place(row, cells, column, cell) {
      row.insertBefore(cells[column] = cell,
        this.columns[column][1] === "number" ? cells[this.keys.indexOf("main-result")] : null);
    }

    sortable() {
      // Figures of different metrics have no order.
      return [...this.keys.keys()].filter((column) => !/^(no|main-result)$/.test(this.keys[column]));
    }

    showHeads() {
      const { facets, sort } = this.state;
      const [task, other] = facets.get("task") ?? [];
      this.task = !other && this.columns.some((one) => one[7]?.includes(task)) && task;
      this.columns.forEach(([, , classes, , line, note], column) => {
        const on = this.isShown(column);
        if (on && !this.heads[column]) {
          const head = make("th", { scope: "col", role: "columnheader", class: classes, hidden: true }, line);
          if (note) head.append(" ", make("small", {}, note));
          this.place(this.table.tHead.rows[0], this.heads, column, head);
          this.addSorter(column);
        }
        const head = this.heads[column];
        if (!head) return;
        if (head.hidden === on) this.settled = false;
        head.hidden = !on;
        head.ariaSort = sort?.column === column ? (sort.down ? "descending" : "ascending") : null;
      });
      this.span = this.heads.filter((head) => head && !head.hidden).length + Boolean(this.pickHead);
    }

    // Order -------------------------------------------------------------------------------------

    /** The work that ranks a column, which goes on where it was left. */
    steps(column) {
      return this.begun[column] ??= this.ranking(column);
    }

    /** The place of every row in a column: equal for equal values, the last for none. */
    *ranking(column) {
      const values = [];
      const places = new Map();
      let numbers = true;
      for (const { lines: [line] } of this.rows) {
        const value = this.sortValue(line, column) ?? this.cellText(line, column).trim();
        if (value !== "" && !places.has(value)) {
          places.set(value, 0);
          numbers &&= Number.isFinite(+value);
        }
        if (values.push(value) % STEP === 0) yield;
      }
      const order = yield* sorted([...places.keys()], numbers
        ? (one, other) => one - other : new Intl.Collator(this.language, { numeric: true }).compare);
      for (const [place, value] of order.entries()) {
        places.set(value, place);
        if (place % STEP === 0) yield;
      }
      places.set("", order.length);
      const of = [];
      for (const value of values) if (of.push(places.get(value)) % STEP === 0) yield;
      this.ranks[column] = { last: order.length, of };
    }

    /** The rows that hold all words of a query, as a place is asked for; nothing for no words. */
    matching(query) {
      const words = fold(query).split(/\s+/).filter(Boolean);
      const { rows, hits: before, words: asked } = this;
      const hits = new Uint8Array(rows.length);
      this.spellings ??= (this.synonyms || []).map(fold);
      const named = words.map((word) => this.spellings.map((names) => names.includes(word)));
      // What holds more letters held the fewer ones before.
      const narrower = before && asked.every((old) => words.some((word) => word.includes(old)));
      this.words = words;
      if (!words.length) return hits.fill(1);
      for (let at = 0; at < hits.length; at++) {
        if (narrower && !before[at]) continue;
        const text = rows[at].text || this.textFor(at);
        let fits = 1;
        for (let place = 0; fits && place < words.length; place++) {
          fits = +(text.includes(words[place]) || rows[at].names.some((name) => named[place][name]));
        }
        hits[at] = fits;
      }
      return hits;
    }

    /** Which rows fit: as places, in order, by group; counts for every value of a facet. */
    find({ q, facets, sort } = this.state) {
      if (!this.hits || this.asked !== q) {
        this.asked = q;
        this.hits = this.matching(q);
      }
      const { hits, places, starts, offsets, rows } = this;
      const size = this.facets.length;
      const all = new Uint32Array(this.values.length);
      const wanted = new Uint8Array(all.length);
      const chosen = [];
      this.facets.forEach(([key, , values, range], facet) => {
        const some = facets.get(key);
        if (!some.size) return;
        chosen.push(facet);
        const [low, high] = range ? ends([...some][0]) : [];
        values.forEach(([value], place) => {
          wanted[offsets[facet] + place] = range ? +value >= low && +value <= high : some.has(value);
        });
      });
      const found = [];
      let shown = 0;
      const twice = this.total < rows.length;
      for (let at = 0; at < hits.length; at++) {
        if (!hits[at]) continue;
        // The only facet that a row does not fit; -1 if it fits all, -2 for more.
        let fails = -1;
        for (const facet of chosen) {
          let place = starts[at * size + facet];
          const end = starts[at * size + facet + 1];
          while (place < end && !wanted[places[place]]) place++;
          if (place === end) fails = fails === -1 ? facet : -2;
        }
        if (fails === -2) continue;
        if (fails < 0) found.push(at);
        if (twice && !rows[at].first) continue; // a model of two groups counts once
        if (fails < 0) shown++;
        const from = at * size + Math.max(fails, 0);
        const end = starts[fails < 0 ? from + size : from + 1];
        for (let place = starts[from]; place < end; place++) all[places[place]]++;
      }
      const members = this.groups.map(() => []);
      for (const at of sort ? this.sortPlaces(found, sort) : found) members[rows[at].group].push(at);
      return { members, shown, counts: this.facets.map((facet, at) => all.subarray(offsets[at], offsets[at + 1])) };
    }

    /** Places in the order of a column; those of equal rank stay in order. */
    sortPlaces(found, { column, down }) {
      const { of, last } = this.ranks[column];
      const rank = (at) => down && of[at] < last ? last - 1 - of[at] : of[at];
      const ends = new Uint32Array(last + 2);
      for (const at of found) ends[rank(at) + 1]++;
      for (let at = 1; at < ends.length; at++) ends[at] += ends[at - 1];
      const places = new Array(found.length);
      for (const at of found) places[ends[rank(at)]++] = at;
      return places;
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
        const head = group.body && count && (open ? places.length : at >= start && at < end);
        if (head) {
          group.button.setAttribute("aria-expanded", open);
          group.count.textContent = count;
          group.cell.colSpan = this.span;
        }
        at += lengths[group.at];
        return { head: head ? [group.body] : [], places };
      });
    }

    /**
     * Fill the table: at first what is in sight, unless the whole is wanted at once; again with the
     * rows that were found before, if they are the same.
     */
    show(whole, again) {
      if (this.loading) {
        this.status.textContent = this.say("loading"); // what the reader asks for is shown then
        return;
      }
      if (!whole) this.wrap.style.minHeight = `${this.wrap.offsetHeight}px`; // so keeps the page its place
      if (!this.groups.length) this.readTable();
      // A column that is not ranked yet is waited for, without keeping the reader from anything else.
      clearTimeout(this.later);
      const { sort } = this.state;
      const end = performance.now() + 4 * SLICE;
      while (sort && !this.ranks[sort.column]) {
        this.steps(sort.column).next();
        if (performance.now() < end) continue;
        this.result = null;
        this.later = setTimeout(() => this.show(whole));
        return;
      }
      const { members, counts, shown } = this.result = again && this.result || this.find();
      this.found = members;
      this.counts = new Map(this.facets.map(([key], at) => [key, counts[at]]));
      this.showHeads();
      const parts = this.parts(members);
      this.showTools(shown);
      const fill = (most) => {
        const wanted = [];
        let left = most;
        for (const { head, places } of parts) {
          if (left <= 0) break;
          wanted.push(...head, ...places.slice(0, left).map((place) => this.elementFor(this.rows[place])));
          left -= places.length;
        }
        if (!shown && this.searched) wanted.push(this.emptyBody());
        const bodies = [...this.table.tBodies];
        const same = bodies.findIndex((body, at) => body !== wanted[at]);
        const kept = same < 0 ? bodies.length : same;
        for (const body of bodies.slice(kept)) body.remove();
        this.table.append(...wanted.slice(kept));
      };
      const rest = () => {
        fill(Infinity);
        this.wrap.style.minHeight = "";
        this.settle();
      };
      if (whole) return rest();
      fill(this.screen);
      if (!this.settled) this.freeColumns(); // a new one would have no width for a moment
      this.later = setTimeout(rest, 30);
    }

    /** What stands in place of rows where none fits: the ways out. */
    emptyBody() {
      const chip = (label, edit) => this.chip(label, false, () => {
        this.change("clear", edit);
        this.search.focus();
      });
      const chips = this.state.q.trim() ? [chip(this.state.q, (state) => { state.q = ""; })] : [];
      for (const [key, label, values] of this.facets) {
        for (const one of this.state.facets.get(key)) {
          const name = values.find(([value]) => value === one)?.[1] ?? one.replace("..", "–");
          chips.push(chip(`${label}: ${name}`, ({ facets }) => facets.get(key).delete(one)));
        }
      }
      const row = make("tr", { role: "row" }, make("td", { role: "cell", colspan: this.span },
        make("p", { class: "modelzoo-strip" }, make("span", {}, this.say("none")), ...chips)));
      return make("tbody", { class: "modelzoo-empty", role: "rowgroup" }, row);
    }

    /** What needs the whole page of the table: formulas, and columns that stay as wide as they are. */
    settle() {
      this.markWide();
      // Before the first rows are shown, those of the page have one cell less than the heads.
      if (this.size === Infinity || !this.result || !this.table.offsetWidth) return;
      const heads = this.heads.filter((head) => head && !head.hidden);
      if (!this.settled) {
        this.freeColumns();
        const { style } = this.table;
        const width = this.table.offsetWidth;
        const widths = heads.map((head) => head.offsetWidth);
        heads.forEach((head, at) => { head.style.width = `${100 * widths[at] / width}%`; });
        style.tableLayout = "fixed";
        if (width > this.wrap.clientWidth) style.minWidth = `${width}px`;
        this.settled = true;
      }
      const { length } = this.table.tBodies;
      if (length >= FIRST_ROWS) this.screen = Math.ceil(innerHeight * length / this.table.offsetHeight) + 1;
      this.typeset("typesetPromise");
    }

    /** Let columns be as wide as what is in them. */
    freeColumns() {
      const { style } = this.table;
      style.tableLayout = style.minWidth = "";
      for (const head of this.heads) if (head) head.style.width = "";
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
      this.show(false, true);
    }

    /** A change by the reader: shown, and kept in the address. */
    change(kind, edit) {
      edit(this.state);
      if (kind !== "page" && kind !== "compare" && kind !== "view") this.state.page = 1;
      this.tell("");
      this.show(false, /^(page|compare|view|columns)$/.test(kind));
      setTimeout(() => this.writeAddress(kind));
    }

    /** Show a message, or none; read it out with the count once nothing follows, as in typing. */
    tell(text, shown = text) {
      if (!this.searched) return;
      this.message.textContent = shown;
      clearTimeout(this.telling);
      this.telling = setTimeout(() => {
        const all = `${this.status.textContent} ${text}`.trim();
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
        hide: new Set(list("hide")),
        add: new Set(list("add")),
        page: parseInt(get("page"), 10) || 1,
        compare: [...new Set(list("compare"))].slice(0, MOST_PICKS),
        view: get("view"),
      };
    }

    writeAddress(kind) {
      const given = new URLSearchParams(location.search);
      for (const name of [...given.keys()]) if (name.startsWith(this.prefix)) given.delete(name);
      const { q, facets, sort, hide, add, page, compare, view } = this.state;
      const set = (name, value) => { if (value) given.append(this.prefix + name, value); };
      set("q", q.trim());
      for (const [key, values] of facets) for (const value of values) set(key, value);
      set("sort", sort && (sort.down ? "-" : "") + this.keys[sort.column]);
      set("hide", [...hide].join(","));
      set("add", [...add].join(","));
      set("page", page > 1 && String(page));
      set("compare", compare.join(","));
      set("view", view);
      const search = given.toString().replace(/%(2C|2F|3A)/g, decodeURIComponent);
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

    // Controls ----------------------------------------------------------------------------------

    button(label, click, name = "") {
      return make("button", { type: "button", class: `modelzoo-button ${name}`, click }, label);
    }

    chip(label, name, click) {
      return make("button", { type: "button", class: "modelzoo-chip", "aria-label": name, click },
        label, make("span", { "aria-hidden": true }, "×"));
    }

    menu(label, name, ...children) {
      const text = make("span", {}, label);
      const summary = make("summary", { class: "modelzoo-chip" }, text);
      const menu = make("details", {
        class: `modelzoo-menu ${name}`, name: `${this.id}-menu`,
        toggle: () => this.fillMenus(),
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
      }, this.signal);
      return { menu, text, label };
    }

    check(label, changed, ...more) {
      const input = make("input", { type: "checkbox", change: () => changed(input.checked) });
      const text = make("span", {}, label);
      return { input, element: make("label", { class: "modelzoo-check" }, input, text, ...more) };
    }

    /** Two fields for the least and the greatest number; the choice is “1..5”, “1..” or “..5”. */
    rangeOf([key, label, values, , unit]) {
      const change = () => this.change("facet", ({ facets }) => {
        const wanted = facets.get(key);
        wanted.clear();
        if (low.value || high.value) wanted.add(`${low.value}..${high.value}`);
      });
      const field = (name, value) => make("input", {
        type: "number", step: "any", class: "modelzoo-input", placeholder: value,
        "aria-label": `${label}: ${this.say(name)}${unit && ", "}${unit}`, ...typing(change),
      });
      const numbers = values.map(([value]) => +value);
      const [least, most] = [numbers[0], numbers.at(-1)];
      const low = field("least", values[0][0]);
      const high = field("greatest", values.at(-1)[0]);
      // Sizes of models are far apart: most would be in the first bar.
      const far = least > 0 && most / least > 50 ? Math.log : Number;
      const bar = numbers.map((number) =>
        Math.min(Math.floor((BARS * (far(number) - far(least))) / (far(most) - far(least))), BARS - 1));
      const bars = Array.from({ length: BARS }, (all, at) => draw("rect", { x: 10 * at + 1, width: 8 }));
      const svg = draw("svg", { viewBox: `0 0 ${10 * BARS} 30`, preserveAspectRatio: "none",
        "aria-hidden": true }, ...bars);
      const element = make("fieldset", { class: "modelzoo-range" },
        make("legend", {}, label), svg, make("p", {}, low, "–", high, unit && ` ${unit}`));
      const fill = (counts, chosen) => {
        const typed = [...chosen][0]?.split("..") ?? ["", ""];
        [low, high].forEach((input, at) => { if (input.value !== typed[at]) input.value = typed[at]; });
        const [from, to] = ends(typed.join(".."));
        const sums = new Array(BARS).fill(0);
        const inside = new Set();
        counts.forEach((count, place) => {
          sums[bar[place]] += count;
          if (numbers[place] >= from && numbers[place] <= to) inside.add(bar[place]);
        });
        const highest = Math.max(...sums, 1);
        bars.forEach((rect, at) => {
          const height = sums[at] && Math.max((30 * sums[at]) / highest, 1.5);
          rect.setAttribute("y", 30 - height);
          rect.setAttribute("height", height);
          rect.setAttribute("class", inside.has(at) ? "modelzoo-in" : "");
        });
      };
      const told = ([range]) => `${range.replace("..", "–")}${unit && ` ${unit}`}`;
      return { key, label, element, fill, told };
    }

    facetOf([key, label, values, range, unit], from = 0) {
      if (range) return this.rangeOf([key, label, values, range, unit]);
      const boxes = values.slice(from).map(([value, name], at) => {
        const count = make("b");
        const box = this.check(name, (on) => this.change("facet", ({ facets }) =>
          facets.get(key)[on ? "add" : "delete"](value)), count);
        return { ...box, count, value, at: from + at, name: fold(name) };
      });
      const find = boxes.length > MANY_VALUES && make("input", {
        type: "search", class: "modelzoo-input", placeholder: this.say("find"),
        "aria-label": `${label}: ${this.say("find")}`, autocomplete: "off",
        ...typing(() => {
          const word = fold(find.value.trim());
          for (const box of boxes) box.element.hidden = !box.name.includes(word);
        }),
      });
      const element = make("fieldset", {}, make("legend", {}, label), ...(find ? [find] : []),
        ...boxes.map((box) => box.element));
      const fill = (counts, chosen) => boxes.forEach((box) => {
        box.input.checked = chosen.has(box.value);
        box.count.textContent = counts[box.at];
      });
      const told = (chosen) => {
        const some = boxes.filter(({ value }) => chosen.includes(value));
        return some.length > 1 ? some.length : some.map(({ at }) => values[at][1]).join("");
      };
      return { key, label, element, fill, told };
    }

    /** The menus of the facets; those that there is no room for are in one. */
    addMenus() {
      const rank = ({ key }) => ["license", "params"].indexOf(key) >>> 0;
      const facets = this.facets.filter(([key]) => key !== "task").map((facet) => this.facetOf(facet));
      const [first, others] = [[...facets], []];
      if (facets.length > MENUS) {
        first.sort((one, other) => rank(one) - rank(other));
        others.push(...first.splice(MENUS - 1));
      }
      const made = (label, parts, name) =>
        ({ ...this.menu(label, name, ...parts.map(({ element }) => element)), parts });
      this.menus = first.map((facet) => made(facet.label, [facet], ""));
      if (others.length) this.menus.push(made(this.say("filters"), others, "modelzoo-many"));
      return this.menus.map(({ menu }) => menu);
    }

    /** The tasks as chips: links that narrow the table in place; of many the first, and a menu. */
    addTasks() {
      const task = this.facets.find(([key]) => key === "task");
      if (!task) return [];
      const [key, label, values] = task;
      let room = this.isBlock() ? 9999 : this.wrap.clientWidth - 100; // for “more”; blocks scroll
      const fits = ([, name]) => (room -= 52 + 7.5 * name.replace(/[^\x00-\xff]/g, "__").length) > 0;
      const most = values.slice(0, CHIPS).filter((value, at) => fits(value) || !at).length;
      this.chips = values.slice(0, most).map(([value, name]) => {
        const count = make("b");
        const chip = make("a", {
          class: "modelzoo-chip", href: `?${new URLSearchParams([[this.prefix + key, value]])}`,
          click: (event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            this.change("facet", ({ facets }) => {
              if (!facets.get(key).delete(value)) facets.get(key).add(value);
            });
          },
        }, name, " ", count);
        return { chip, count, value };
      });
      const bar = make("nav", { class: "modelzoo-scroll", "aria-label": label }, ...this.chips.map(({ chip }) => chip));
      if (values.length > this.chips.length) {
        const facet = this.facetOf(task, most);
        const more = this.menu(this.say("others", { count: values.length - most }), "", facet.element);
        this.menus.push({ ...more, parts: [facet] });
        bar.append(more.menu);
      }
      return [make("div", { class: "modelzoo-strip" }, bar)];
    }

    addOrder() {
      this.order = make("select", { class: "modelzoo-input modelzoo-order", "aria-label": this.say("sort"), change: () => {
        const [column, down] = this.order.value.split(" ");
        this.change("sort", (state) => {
          state.sort = column ? { column: +column, down: down === "1" } : null;
        });
      } }, make("option", { value: "" }, this.say("catalog")), ...this.sortable().flatMap((column) =>
        ["ascending", "descending"].map((way, down) => make("option", { value: `${column} ${down}` },
          this.say(way, { column: this.names[column] })))));
      return this.order;
    }

    addColumns() {
      this.boxes = this.keys.map((key, column) => this.check(this.names[column], (on) =>
        this.change("columns", ({ add, hide }) => {
          add.delete(key);
          hide.delete(key);
          if (on !== this.isShown(column)) (on ? add : hide).add(key);
        })));
      if (this.head >= 0) this.boxes[this.head].element.hidden = true;
      const { menu } = this.menu(this.say("columns"), "modelzoo-end", make("fieldset", {},
        make("legend", {}, this.say("columns")), ...this.boxes.map((box) => box.element)));
      return menu;
    }

    addTools() {
      if (this.frame === this.wrap) {
        this.frame = make("div", { class: "modelzoo modelzoo-frame" });
        this.wrap.before(this.frame);
        this.frame.append(...[this.wrap, this.links].filter((one) => one === this.wrap || one?.matches(".modelzoo-rest")));
      }
      this.search = make("input", {
        type: "search", class: "modelzoo-input", autocomplete: "off",
        placeholder: this.say("search"), "aria-label": this.say("search"),
        ...typing(() => this.change("q", (state) => { state.q = this.search.value; })),
      });
      this.clear = this.button("×", () => {
        this.change("clear", (state) => {
          state.q = "";
          state.sort = null;
          for (const values of state.facets.values()) values.clear();
        });
        this.search.focus();
      }, "modelzoo-cross");
      this.clear.ariaLabel = this.say("clear");
      this.status = make("span", { class: "modelzoo-status", "aria-hidden": true });
      this.live = make("output", { class: "modelzoo-unseen", role: "status" });
      this.message = make("p", { class: "modelzoo-message", "aria-hidden": true });
      const glass = draw("svg", { viewBox: "0 0 16 16", "aria-hidden": true },
        draw("path", { d: "M11 11l4 4M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0z" }));
      const search = make("div", { class: "modelzoo-search" }, glass, this.search,
        make("span", {}, this.status, this.live, this.clear));
      const menus = this.addMenus();
      this.tools = make("div", {
        class: "modelzoo-tools", role: "search", "aria-label": `${this.say("tools")}: ${this.title}`,
      },
      make("div", { class: "modelzoo-strip" }, search, make("div", {
        class: "modelzoo-scroll", role: "group", "aria-label": this.say("filters"),
      }, ...menus, this.addOrder(), this.addColumns())),
      ...this.addTasks(), this.message);
      this.wrap.before(this.tools);
      this.addPages();
      this.addExport();
      if (this.compare && this.head >= 0) this.addBar();
    }

    addExport() {
      const forms = [["copyCsv", "csv"], ["copyMarkdown", "md"], ["saveCsv", "csv", 1], ["saveMarkdown", "md", 1]];
      const { menu } = this.menu(this.say("export"), "modelzoo-end", ...forms.map(([label, form, save]) => {
        const button = this.button(this.say(label), async () => {
          const done = await this.export(form, save);
          if (!done) return;
          button.textContent = done;
          setTimeout(() => { button.textContent = this.say(label); }, 2000);
        }, "modelzoo-plain");
        return button;
      }));
      let foot = this.frame.querySelector(":scope > .modelzoo-foot");
      if (!foot) this.frame.append(foot = make("div", { class: "modelzoo-foot" }));
      foot.append(menu);
    }

    addBar() {
      this.picked = make("span");
      this.picks = make("span", { class: "modelzoo-scroll" });
      this.unpick = this.button(this.say("unpick"), () => {
        this.change("compare", (state) => { state.compare = []; });
        this.search.focus();
      }, "modelzoo-plain modelzoo-push");
      this.open = this.button(this.say("compare"), () => this.openComparison(), "modelzoo-main");
      this.bar = make("div", { class: "modelzoo-bar", role: "region", "aria-label": this.say("compare") },
        this.picked, this.picks, this.unpick, this.open);
      this.frame.append(this.bar);
      this.pickHead = make("td", { class: "modelzoo-pick" });
      this.table.tHead.rows[0].prepend(this.pickHead);
    }

    addPages() {
      const go = (step) => {
        this.change("page", (state) => { state.page += step; });
        this.tools.scrollIntoView({ block: "start" });
      };
      this.back = this.button(this.say("previous"), () => go(-1));
      this.forth = this.button(this.say("next"), () => go(1));
      this.where = make("span");
      this.pager = make("nav", {
        class: "modelzoo-strip modelzoo-pages", "aria-label": `${this.say("pages")}: ${this.title}`,
      }, this.back, this.where, this.forth);
      this.wrap.after(this.pager);
    }

    addSorter(column) {
      if (!this.sortable().includes(column)) return;
      const head = this.heads[column];
      const note = head.querySelector("small");
      note?.remove();
      const button = make("button", { type: "button", class: "modelzoo-sort", click: () => this.change("sort", (state) => {
          const now = state.sort?.column === column ? state.sort : null;
          state.sort = now?.down ? null : { column, down: Boolean(now) };
        }) }, head.textContent.trim());
      head.replaceChildren(button, ...(note ? [" ", note] : []));
    }

    /** The first cell of a line: of a model the box that picks it. */
    pickFor(row, at) {
      const cell = make("td", { class: "modelzoo-pick", role: "cell" });
      if (at) return cell;
      row.pick = make("input", { type: "checkbox", "aria-label": this.say("pick", { name: this.nameOf(row) }),
        change: () => {
          const { compare } = this.state;
          if (row.pick.checked && compare.length >= MOST_PICKS) {
            row.pick.checked = false;
            this.tell(this.say("most"));
            return;
          }
          this.togglePick(row.key);
        } });
      cell.append(make("label", {}, row.pick)); // a larger target than the box
      return cell;
    }

    togglePick(key) {
      this.change("compare", (state) => {
        const { compare } = state;
        state.compare = compare.includes(key) ? compare.filter((one) => one !== key) : [...compare, key];
      });
    }

    showBar() {
      const { compare } = this.state;
      this.bar.hidden = !compare.length;
      this.picked.textContent = this.say("picked", { count: compare.length });
      this.picks.replaceChildren(...compare.map((key) => {
        const row = this.byKey.get(key);
        const name = row ? this.nameOf(row) : key;
        return this.chip(name, this.say("remove", { name }), () => {
          this.togglePick(key);
          (this.picks.firstChild ?? this.search).focus();
        });
      }));
    }

    /** Fill the menus that are open, and say on each what is chosen. */
    fillMenus() {
      for (const { menu, text, label, parts } of this.menus) {
        const chosen = parts.map(({ key, told }) => {
          const some = [...this.state.facets.get(key)];
          return some.length ? told(some) : "";
        }).filter(Boolean);
        menu.classList.toggle("modelzoo-on", chosen.length > 0);
        text.textContent = `${label} ${chosen[1] ? `(${chosen.length})` : chosen[0] ?? ""}`.trim();
        if (!menu.open) continue;
        for (const { key, fill } of parts) fill(this.counts.get(key), this.state.facets.get(key));
      }
    }

    showTools(shown) {
      if (!this.searched) return;
      const { state, total } = this;
      const label = !shown ? "none" : shown < total ? this.unit : `all${this.unit}`;
      const text = this.say(label, { shown, total });
      if (this.status.textContent !== text) this.status.textContent = text;
      if (this.search.value.trim() !== state.q.trim()) this.search.value = state.q;
      this.order.value = state.sort ? `${state.sort.column} ${+state.sort.down}` : "";
      this.fillMenus();
      this.chips?.forEach(({ chip, count, value }, place) => {
        count.textContent = this.counts.get("task")[place];
        chip.ariaCurrent = state.facets.get("task").has(value) || null;
      });
      this.boxes.forEach((box, column) => { box.input.checked = this.isShown(column); });
      this.clear.hidden = !(state.q || state.sort || [...state.facets.values()].some((v) => v.size));
      if (this.bar) this.showBar();
      this.pager.hidden = this.pages < 2;
      this.where.textContent = this.say("page", { page: state.page, pages: this.pages });
      this.back.disabled = state.page <= 1;
      this.forth.disabled = state.page >= this.pages;
    }

    /** Whether there is so little room that rows are blocks. */
    isBlock() {
      return getComputedStyle(this.table.tHead).display === "block";
    }

    /** A box that scrolls sideways holds its heads itself. */
    markWide() {
      this.wrap.classList.toggle("modelzoo-wide", this.table.scrollWidth > this.wrap.clientWidth + 1);
    }

    /** Keep the heads in sight, on the page's own ground, below what the theme keeps there. */
    followPage() {
      const { style } = this.frame;
      const update = () => {
        let top = 0;
        for (const bar of document.querySelectorAll("header, nav, .navbar, [class*=header]")) {
          const { position } = getComputedStyle(bar);
          const box = bar.getBoundingClientRect();
          if (/fixed|sticky/.test(position) && box.top <= 0 && box.height < 150) top = Math.max(top, box.bottom);
        }
        let ground = this.wrap;
        const clear = (element) =>
          (/^(transparent|rgba\(.*, 0\))$/).test(getComputedStyle(element).backgroundColor);
        while (ground && clear(ground)) ground = ground.parentElement;
        this.ground = ground ? getComputedStyle(ground).backgroundColor : "Canvas";
        style.setProperty("--modelzoo-page", this.ground);
        style.setProperty("--modelzoo-top", `${Math.floor(top)}px`);
        // Blocks have no heads to see: the list above sorts.
        const blocks = this.isBlock();
        for (const button of this.table.tHead.querySelectorAll(".modelzoo-sort")) button.disabled = blocks;
        this.markWide();
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
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon, this.signal);
      addEventListener("scroll", soon, { once: true });
      this.gone.signal.onabort = () => [sizes, watcher].forEach((one) => one.disconnect());
      update();
    }

    // Export ------------------------------------------------------------------------------------

    /** The rows that fit, of all pages, in the columns that are shown. */
    cellsOut(form) {
      const columns = [...this.keys.keys()].filter((column) => this.isShown(column));
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
        this.elementFor(row);
        out.push(columns.map((column) => {
          const text = lines(textOf(row.lines[0].tds[column], link));
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
        const rules = heads.map((head) => (this.columns.find((one) => one[3] === head)[1] === "number" ? "---:" : "---"));
        return [heads, rules, ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
      }
      // What a spreadsheet would run stays text.
      const number = (cell) => Number.isFinite(+cell.replace("%", ""));
      const harmless = (cell) => (/^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !number(cell) ? `'${cell}` : cell);
      const quoted = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
      return [heads, ...rows].map((row) => `${row.map((cell) => quoted(harmless(cell))).join(",")}\n`).join("");
    }

    /** Returns what a copy came to, for the button that was pressed. */
    async export(form, save) {
      const text = this.exported(form);
      if (save) {
        const blob = new Blob([form === "csv" ? "\ufeff" : "", text], { type: "text/plain" });
        const link = make("a", { href: URL.createObjectURL(blob), download: `models.${form}` });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
        return "";
      }
      const count = this.found.flat().length;
      const done = await copy(text) ? this.say("copied", { count }) : this.say("refused");
      this.tell(done, ""); // the button shows it
      return done;
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
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
