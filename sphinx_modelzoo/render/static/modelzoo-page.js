/*! sphinx-modelzoo: pages of models. */
(() => {
  "use strict";

  /** Put a button on code to copy: it is a control that only a script can make work. */
  function offerCopy(box) {
    const [copy, done, refused] = JSON.parse(box.dataset.copy);
    box.removeAttribute("data-copy");
    // Themes and extensions may have put theirs there, or are about to.
    if (self.ClipboardJS || document.querySelector("pre .copybtn, .md-clipboard, .md-code__button")) return;
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    button.className = "modelzoo-button modelzoo-copy";
    button.textContent = copy;
    said.className = "modelzoo-unseen";
    said.setAttribute("role", "status");
    let waiting = 0;
    button.addEventListener("click", async () => {
      const codes = [...box.querySelectorAll("pre")];
      const code = codes.find((one) => one.offsetParent) || codes[0];
      let text = done;
      try {
        await navigator.clipboard.writeText(code.textContent.trimEnd() + "\n");
      } catch {
        text = refused;
      }
      button.textContent = said.textContent = text;
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        button.textContent = copy;
        said.textContent = "";
      }, 2000);
    });
    const place = box.matches("details") ? box.lastElementChild : box;
    place.classList.add("modelzoo-copies");
    place.append(button, said);
  }

  /** Let badges lead to the table, narrowed to what they say. Without it they lead to a list. */
  function narrow(badge, table) {
    const link = badge.closest("a") || badge.querySelector("a");
    const [name, ...value] = badge.dataset.narrow.split("=");
    if (!link) return;
    const address = new URL(table.href);
    address.searchParams.set(`zoo.${name}`, value.join("="));
    link.href = address.href;
  }

  /** Open what is folded below the heading that an address leads to. */
  function unfold() {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = place?.closest(".modelzoo-fold-part")
      || place?.querySelector(":scope > .modelzoo > .modelzoo-fold-part");
    if (fold) fold.open = true;
  }

  function start() {
    document.querySelectorAll("[data-copy]").forEach(offerCopy);
    const table = document.querySelector("a[data-narrows]");
    if (table) document.querySelectorAll("[data-narrow]").forEach((badge) => narrow(badge, table));
    unfold();
  }

  addEventListener("hashchange", unfold);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
