// Cuts a query of Sphinx's search in Chinese, which has no spaces, into words of the index.
var splitQuery = (query) => {
  const has = (words, text) => Object.prototype.hasOwnProperty.call(words || {}, text);
  const index = Search._index || {};
  const isWord = (text) => has(index.terms, text) || has(index.titleterms, text);
  const cut = (run) => {
    const words = [];
    let start = 0;
    while (start < run.length) {
      let end = run.length;
      while (end > start && !isWord(run.slice(start, end))) end -= 1;
      if (end > start) words.push(run.slice(start, end));
      start = Math.max(end, start + 1);
    }
    return words.length ? words : [run]; // the search is to say that it has found nothing
  };
  const isChinese = (part) => new RegExp("\\p{Script=Han}", "u").test(part);
  return query
    .split(new RegExp("[^\\p{Letter}\\p{Number}_\\p{Emoji_Presentation}]+", "u"))
    .flatMap((term) => term.split(new RegExp("(\\p{Script=Han}+)", "u")))
    .filter((part) => part)
    .flatMap((part) => (isChinese(part) ? cut(part) : [part]));
};
