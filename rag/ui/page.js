// Runs once for each HTML part of the page, with Gradio's element, trigger and watch. It hands clicks on buttons to Python,
// scrolls to what Python has marked, and copies text; it never cuts a text and never makes markup.

const CUSTOM_EVENTS = ["passage", "shut", "example", "desk", "drop", "erase", "keep", "uploaded"];

function scrollToMark(article) {
  const target = article.querySelector("mark") || article.querySelector(`#${article.dataset.target}`);
  const area = article.querySelector(".reader-scroll");
  if (!area) return;
  if (!target) { area.scrollTop = 0; return; }
  const offset = target.getBoundingClientRect().top - area.getBoundingClientRect().top;
  area.scrollTop += offset - (target.tagName === "MARK" ? area.clientHeight / 3 : 16);
}

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyWithoutClipboard(text); // pages served without https have no clipboard
  }
  const label = button.textContent;
  button.textContent = "已复制";
  setTimeout(() => { button.textContent = label; }, 1500);
}

function copyWithoutClipboard(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "unseen";
  document.body.appendChild(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !element.contains(button)) return;
  if (button.dataset.copy !== undefined) { copy(button); return; }
  const heading = button.dataset.goto && document.getElementById(`at${button.dataset.goto}`);
  if (heading) { heading.scrollIntoView({ block: "start" }); return; }
  if (!CUSTOM_EVENTS.includes(button.dataset.event)) return;
  if (!element.querySelector(".reader, .dialog")) window.youjuOpener = button;
  trigger(button.dataset.event, { value: JSON.parse(button.dataset.value) });
});

async function handIn(address, file) {
  const body = new FormData();
  body.append("file", file);
  try {
    const response = await fetch(address, { method: "POST", body });
    const answer = await response.json();
    return response.ok ? { job_id: answer.job_id } : { refusal: answer.detail };
  } catch {
    return { refusal: "上传没有完成。请检查网络后重新上传。" };
  }
}

async function handInAll(zone, files) {
  const { address, largest, limit } = zone.dataset;
  const sending = element.querySelector(".sending");
  const handed = [];
  for (const file of files) {
    sending.textContent = `正在上传第 ${handed.length + 1} 份，共 ${files.length} 份：${file.name}`;
    const tooLarge = { refusal: `文件“${file.name}”超过大小上限（${limit}）。请拆分后再上传。` };
    handed.push({ name: file.name, ...(file.size > Number(largest) ? tooLarge : await handIn(address, file)) });
  }
  sending.textContent = "";
  trigger("uploaded", { value: { files: handed } });
}

const zone = element.querySelector(".drop");
if (zone) {
  zone.addEventListener("change", async (event) => {
    const files = [...event.target.files];
    event.target.value = ""; // so that the same file can be chosen again
    if (files.length) await handInAll(zone, files);
  });
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) handInAll(zone, [...event.dataTransfer.files]);
  });
}

function keepInDialog(event) {
  const buttons = [...document.querySelectorAll(".dialog button")];
  if (!buttons.length) return;
  event.preventDefault();
  const next = buttons.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
  buttons.at(next % buttons.length).focus();
}

let view = null;
let wasRunning = false;
function settle() {
  const article = element.querySelector(".reader");
  const dialog = element.querySelector(".dialog");
  if (article && article.dataset.view !== view) {
    scrollToMark(article);
    if (view === null) article.querySelector("h2").focus({ preventScroll: true });
  }
  if (dialog) dialog.querySelector("button").focus();
  const shown = article ? article.dataset.view : dialog ? "dialog" : null;
  if (shown === null && view !== null && window.youjuOpener) window.youjuOpener.focus({ preventScroll: true });
  view = shown;
  const isRunning = element.querySelector(".progress") !== null;
  const isFirst = !document.querySelector("#earlier .exchange");
  if (isRunning && !wasRunning && !isFirst) element.querySelector(".asked").scrollIntoView({ block: "start" });
  wasRunning = isRunning;
}
watch("value", () => requestAnimationFrame(settle));

if (!window.youjuPage) {
  window.youjuPage = true;
  document.documentElement.lang = "zh-CN";
  document.addEventListener("keydown", (event) => {
    // Enter that picks a candidate of an input method must not send the question.
    if (event.isComposing || event.keyCode === 229) { event.stopPropagation(); return; }
    if (event.key === "Tab") keepInDialog(event);
    if (event.key !== "Escape") return;
    const cancel = document.querySelector(".dialog button.secondary") || document.querySelector(".reader button.close");
    if (cancel) cancel.click();
  }, true);
}
