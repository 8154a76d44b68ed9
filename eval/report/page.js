// The questions of a report: a list that can be filtered, each question shown when it is opened.
// Everything from the data becomes a text node or an option's value: no markup is ever made from it.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  if (!data.items) return;
  const PAGE = 100; // rows put into the list at a time
  const ROLES = { user: "问", assistant: "答" };
  const RESULTS = [
    ["all", "全部"], ["failed", "得分不到一半"], ["imperfect", "未得满分"], ["perfect", "满分"],
    ["answered-unknown", "该拒未拒"], ["refused-known", "可答却拒"], ["error", "出错"], ["differ", "各方案不同"],
  ];
  const field = Object.fromEntries(["variant", "measure", "result", "type", "document", "search"].map((id) => [id, document.getElementById(id)]));
  const list = document.getElementById("list");
  const count = document.getElementById("count");
  let found = [];

  const el = (name, css, ...children) => {
    const made = document.createElement(name);
    if (css) made.className = css;
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  };
  const percent = (value) => `${Math.round(value * 1000) / 10}%`;
  const answerOf = (place, variant) => (data.answers[variant] || [])[place];
  const valueOf = (place, variant, measure) => {
    const answer = answerOf(place, variant);
    return answer && answer.values[measure] !== undefined ? answer.values[measure] : null;
  };
  // 1 is best whichever way a measure runs
  const goodness = (value, measure) => ((data.measures[measure] || [])[1] ? 1 - value : value);

  const answerable = (item) => item.evidence.length > 0;
  const judged = {
    all: () => true,
    failed: (item, answer, good) => (answer && answer.error !== "") || (good !== null && good < data.failedBelow),
    imperfect: (item, answer, good) => (answer && answer.error !== "") || (good !== null && good < 1),
    perfect: (item, answer, good) => good !== null && good >= 1,
    "answered-unknown": (item, answer) => !answerable(item) && answer && ["answered", "partial"].includes(answer.status),
    "refused-known": (item, answer) => answerable(item) && answer && answer.status === "refused",
    error: (item, answer) => answer && answer.error !== "",
    differ: (item, answer, good, place, measure) => new Set(data.variants.map((name) => valueOf(place, name, measure))).size > 1,
  };

  const texts = data.items.map((item, place) =>
    [item.id, item.question, item.answer, item.note, ...item.points, ...item.evidence.flat(),
      ...data.variants.flatMap((name) => { const answer = answerOf(place, name); return answer ? [answer.text, answer.understood, answer.error] : []; })]
      .join("\n").toLowerCase());

  const matches = (item, place) => {
    const variant = field.variant.value, measure = field.measure.value, answer = answerOf(place, variant);
    const value = valueOf(place, variant, measure), good = value === null ? null : goodness(value, measure);
    const words = field.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return judged[field.result.value](item, answer, good, place, measure)
      && (!field.type.value || item.type === field.type.value)
      && (!field.document.value || item.evidence.some(([doc]) => doc === field.document.value) || item.filter === field.document.value)
      && words.every((word) => texts[place].includes(word));
  };

  const pill = (place, variant, measure) => {
    const answer = answerOf(place, variant), value = valueOf(place, variant, measure);
    if (!answer) return el("span", "pill none", "未提问");
    if (answer.error) return el("span", "pill failed", "出错");
    if (value === null) return el("span", "pill none", "不适用");
    const good = goodness(value, measure);
    return el("span", `pill ${good >= 1 ? "" : good < data.failedBelow ? "failed" : "partly"}`, percent(value));
  };

  // [start, end) of every quote in the text, also where a passage holds only its end or its beginning. All in UTF-16 units of one string.
  const spans = (text, quotes) => {
    const LEAST = 8;
    const all = [];
    for (const quote of quotes.filter(Boolean)) {
      const before = all.length;
      for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + quote.length)) all.push([at, at + quote.length]);
      if (all.length > before) continue;
      for (let size = Math.min(quote.length, text.length); size >= LEAST; size--) {
        if (text.endsWith(quote.slice(0, size))) { all.push([text.length - size, text.length]); break; }
        if (text.startsWith(quote.slice(-size))) { all.push([0, size]); break; }
      }
      if (text.length >= LEAST && quote.includes(text)) all.push([0, text.length]);
    }
    return all.sort((a, b) => a[0] - b[0]);
  };
  const marked = (css, text, quotes) => {
    const box = el("blockquote", css);
    let done = 0;
    for (const [start, end] of spans(text, quotes)) {
      if (end <= done) continue;
      const from = Math.max(start, done);
      box.append(text.slice(done, from), el("mark", "", text.slice(from, end)));
      done = end;
    }
    box.append(text.slice(done));
    return box;
  };
  const quotesFrom = (item, source) => item.evidence.filter(([doc]) => doc === source).map(([, quote]) => quote);

  const part = (heading, ...children) => {
    const shown = children.filter((child) => child !== null && child !== undefined && child !== "");
    return shown.length ? [el("h4", "", heading), ...shown] : [];
  };
  const bullets = (lines, css = "bare") => (lines.length ? el("ul", css, ...lines.map((line) => el("li", "", line))) : null);
  const paragraph = (text) => (text ? el("p", "", text) : null);
  const prose = (text) => el("p", "prose", ...text.split(/(\[\d{1,3}\])/).map((piece) => (/^\[\d+\]$/.test(piece) ? el("span", "chip", piece.slice(1, -1)) : piece)));

  const expected = (item) => el("div", "",
    ...part("标准答案", paragraph(item.answer || (answerable(item) ? "" : "资料中没有答案，应当拒答。"))),
    ...part("答案要点", bullets(item.points.map((point) => `· ${point}`))),
    ...part("也算答对", paragraph(item.accept.join("；"))),
    ...part("标准依据", ...item.evidence.flatMap(([doc, quote], at) => [at && item.evidence[at - 1][0] === doc ? null : el("p", "source", doc), el("blockquote", "", quote)])),
    ...part("之前的对话", bullets(item.history.map(([role, said]) => `${ROLES[role] || role}：${said}`))),
    ...part("限定文件", paragraph(item.filter)), ...part("提问日期", paragraph(item.askedOn)), ...part("备注", paragraph(item.note)));

  const table = ([columns, rows]) => el("div", "sideways", el("table", "",
    el("thead", "", el("tr", "", el("th"), ...columns.map((name) => el("th", "", name)))),
    el("tbody", "", ...rows.map(([label, cells]) => el("tr", "", el("th", "", label), ...cells.map((cell) => el("td", "", cell)))))));

  const actual = (item, answer) => {
    if (!answer) return el("div", "", el("p", "hint", "这个方案没有问这一题。"));
    const status = data.statuses[answer.status] || answer.status;
    const time = answer.seconds ? `，用时 ${answer.seconds < 1 ? `${Math.round(answer.seconds * 1000)} 毫秒` : `${answer.seconds.toFixed(1)} 秒`}` : "";
    return el("div", "",
      ...part("出错", paragraph(answer.error)),
      ...(answer.text === undefined ? [] : part(`回答（${status}${time}）`, prose(answer.text), answer.table ? table(answer.table) : null, bullets(answer.notices, "notices"))),
      ...part("引用", ...(answer.citations || []).flatMap(([n, title, source, quote]) =>
        [el("p", "source", el("span", "chip", String(n)), title), marked("", quote, quotesFrom(item, source))])));
  };

  const isJudged = (name) => !data.measures[name] || data.measures[name][2];
  const low = (name, value) => value !== null && isJudged(name) && goodness(value, name) < 1;
  const valuesList = (answer) => el("ul", "values", ...Object.entries(answer.values).filter(([, value]) => value !== null)
    .map(([name, value]) => el("li", low(name, value) ? "low" : "", `${(data.measures[name] || [name])[0]} ${percent(value)}`)));

  const passages = (item, answer) => el("ol", "passages", ...answer.passages.map((number) => {
    const [source, text] = data.passages[number], quotes = quotesFrom(item, source);
    return el("li", "", el("p", "source", source), marked(spans(text, quotes).length ? "holds" : "", text, quotes));
  }));

  const fill = (inside, place, variant) => {
    const item = data.items[place], answer = answerOf(place, variant);
    const choices = data.variants.map((name) => {
      const button = el("button", "choice", name);
      button.type = "button";
      button.setAttribute("aria-pressed", String(name === variant));
      button.addEventListener("click", () => { fill(inside, place, name); inside.querySelector("[aria-pressed=true]").focus(); });
      return button;
    });
    const more = answer && answer.found > answer.passages.length ? `，共 ${answer.found} 段，只列前 ${answer.passages.length} 段` : "";
    inside.replaceChildren(...[
      choices.length > 1 ? el("div", "switch", ...choices) : null,
      el("div", "twin", actual(item, answer), expected(item)),
      ...(answer ? part("理解为", paragraph(answer.understood)) : []),
      ...(answer ? part("得分", valuesList(answer)) : []),
      ...(answer && answer.passages.length ? part(`检索到的段落（黄色为标准依据${more}）`, passages(item, answer)) : []),
    ].filter(Boolean));
  };

  const row = (place) => {
    const item = data.items[place];
    const asked = el("span", "asked", el("span", "tag", data.types[item.type] || item.type), item.question, el("span", "id", `${item.id}，${data.difficulties[item.difficulty] || item.difficulty}`));
    const summary = el("summary", "", asked, pill(place, field.variant.value, field.measure.value));
    const inside = el("div", "inside");
    const details = el("details", "", summary, inside);
    details.addEventListener("toggle", () => { if (details.open && !inside.childNodes.length) fill(inside, place, field.variant.value); });
    return el("li", "", details);
  };

  const more = () => {
    const shown = list.children.length;
    list.append(...found.slice(shown, shown + PAGE).map(row));
    button.hidden = list.children.length >= found.length;
    button.textContent = `再列 ${Math.min(PAGE, found.length - list.children.length)} 题`;
  };
  const button = el("button", "more");
  button.type = "button";
  button.addEventListener("click", more);
  list.after(button);

  const update = () => {
    found = data.items.map((item, place) => (matches(item, place) ? place : -1)).filter((place) => place >= 0);
    list.replaceChildren();
    count.textContent = found.length ? `${found.length} / ${data.items.length} 题。按回车展开，上下箭头换题。` : "没有符合条件的问题。";
    more();
  };

  const option = (value, label) => { const made = el("option", "", label); made.value = value; return made; };
  const documents = [...new Set(data.items.flatMap((item) => item.evidence.map(([doc]) => doc)))].sort();
  const types = [...new Set(data.items.map((item) => item.type))];
  field.variant.append(...data.variants.map((name) => option(name, name)));
  field.variant.value = data.first;
  field.measure.append(...Object.entries(data.measures).map(([name, [label]]) => option(name, label)));
  field.measure.value = data.leading;
  field.result.append(...RESULTS.filter(([name]) => name !== "differ" || data.variants.length > 1).map(([name, label]) => option(name, label)));
  field.type.append(option("", "全部"), ...types.map((name) => option(name, data.types[name] || name)));
  field.document.append(option("", "全部"), ...documents.map((name) => option(name, name)));
  for (const each of Object.values(field)) each.addEventListener("input", update);
  field.search.form.addEventListener("submit", (event) => event.preventDefault());

  for (const link of document.querySelectorAll("button[data-kind]")) {
    link.addEventListener("click", () => {
      field.type.value = link.dataset.kind === "type" ? link.dataset.wanted : "";
      field.document.value = link.dataset.kind === "document" ? link.dataset.wanted : "";
      field.measure.value = data.leading;
      field.result.value = "imperfect";
      field.search.value = "";
      update();
      document.getElementById("questions").scrollIntoView();
      field.result.focus({ preventScroll: true });
    });
  }

  list.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (!(event.key in steps) || event.target.tagName !== "SUMMARY") return;
    const summaries = [...list.querySelectorAll("summary")];
    const next = summaries[summaries.indexOf(event.target) + steps[event.key]];
    if (next) { event.preventDefault(); next.focus(); }
  });
  update();
})();
