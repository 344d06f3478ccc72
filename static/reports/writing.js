// The editor of a section. The text stays the plain text of the textarea; here its tokens are
// shown as chips with their present values. Without this file the textarea does the same work.
// Built into static/built/writing.js by `npm run build`.
import { autocompletion, closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState, RangeSetBuilder, StateEffect } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, WidgetType, keymap, tooltips } from "@codemirror/view";

const form = document.querySelector("[data-section-editor]");
const box = form?.querySelector("textarea[name=body]");
if (box) start();

function start() {
  const one = (selector) => form.querySelector(selector);
  const values = new Map(Object.entries(JSON.parse(document.getElementById("chip-values").textContent)));
  const items = [...document.querySelectorAll("[data-insertables] [data-token]")].map((row) => ({ ...row.dataset }));
  const byToken = new Map(items.map((item) => [item.token, item]));
  const plain = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
  const valuesCame = StateEffect.define();

  // --- Chips ---------------------------------------------------------------------------------
  const TOKEN = /\{[^{}\n]*\}/g;
  const BLOCK = /^\[(?:bảng|biểu đồ) [^\[\]\n]+\]$/;

  class Chip extends WidgetType {
    constructor(token, told) {
      super();
      this.token = token;
      this.told = told;
    }
    eq(other) {
      return other.token === this.token && JSON.stringify(other.told) === JSON.stringify(this.told);
    }
    toDOM() {
      const chip = document.createElement("span");
      const { text, title, problem, status } = this.told ?? { text: "…", title: this.token };
      chip.className = problem ? "chip chip-unknown" : status ? "chip chip-expected" : "chip";
      chip.textContent = problem ? `${this.token}?` : text;
      chip.title = problem || [title, status, this.token].filter(Boolean).join(" · ");
      return chip;
    }
    ignoreEvent() {
      return false;
    }
  }

  const tokens = new MatchDecorator({
    regexp: TOKEN,
    decoration: (match) => Decoration.replace({ widget: new Chip(match[0], values.get(match[0])) }),
  });
  const chips = ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = tokens.createDeco(view);
      }
      update(update) {
        const isNew = update.transactions.some((each) => each.effects.some((effect) => effect.is(valuesCame)));
        this.decorations = isNew ? tokens.createDeco(update.view) : tokens.updateDeco(update, this.decorations);
      }
    },
    {
      decorations: (plugin) => plugin.decorations,
      provide: (plugin) =>
        EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations ?? Decoration.none),
    },
  );

  // Points, tables and conditions look like what they are.
  const looks = [
    [/^- /, "line-point"],
    [/^\+ /, "line-subpoint"],
    [BLOCK, "line-block"],
  ].map(([pattern, name]) => [pattern, Decoration.line({ class: name })]);
  const condition = new MatchDecorator({
    regexp: /\[nếu [^\s\[\]{}:|]+ *:|\[(?=nếu )/g,
    decoration: Decoration.mark({ class: "condition" }),
  });
  const lines = (view) => {
    const found = new RangeSetBuilder();
    for (const { from, to } of view.visibleRanges) {
      for (let at = from; at <= to; ) {
        const line = view.state.doc.lineAt(at);
        const look = looks.find(([pattern]) => pattern.test(line.text));
        if (look) found.add(line.from, line.from, look[1]);
        at = line.to + 1;
      }
    }
    return found.finish();
  };
  const shapes = ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = lines(view);
      }
      update(update) {
        if (update.docChanged || update.viewportChanged) this.decorations = lines(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
  const conditions = ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = condition.createDeco(view);
      }
      update(update) {
        this.decorations = condition.updateDeco(update, this.decorations);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );

  // --- Finding something to insert --------------------------------------------------------------
  const found = (asked, most = 40) => {
    const words = plain(asked).split(/\s+/).filter(Boolean);
    return items.filter((item) => words.every((word) => item.foundBy.includes(word))).slice(0, most);
  };
  const remember = (item) => {
    if (!values.has(item.token) && !item.token.startsWith("["))
      values.set(item.token, { text: item.value.replace(/ \S+$/, ""), title: item.title, problem: "", status: item.status });
  };
  const afterBrace = (context) => {
    const typed = context.matchBefore(/\{[^{}|\n]*/);
    if (!typed || (typed.text.length < 2 && !context.explicit && typed.text !== "{")) return null;
    return {
      from: typed.from,
      filter: false,
      update: (_, from, to, now) => afterBrace(now),
      options: found(typed.text.slice(1)).map((item) => ({
        label: item.token,
        displayLabel: item.title,
        detail: [item.value, item.status].filter(Boolean).join(" · "),
        apply: (view, _, from, to) => {
          const closed = view.state.sliceDoc(to, to + 1) === "}" ? 1 : 0;
          insert(view, item, from, to + closed);
        },
      })),
    };
  };
  const insert = (view, item, from, to) => {
    remember(item);
    let text = item.token;
    if (text.startsWith("[")) {
      const line = view.state.doc.lineAt(from);
      if (view.state.sliceDoc(line.from, from).trim()) text = `\n${text}`;
      if (view.state.sliceDoc(to, line.to).trim()) text = `${text}\n`;
    }
    view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + text.length },
      userEvent: "input.complete",
      scrollIntoView: true,
    });
    view.focus();
  };

  // --- The editor --------------------------------------------------------------------------------
  const sync = EditorView.updateListener.of((update) => {
    if (update.docChanged) {
      box.value = update.state.doc.toString();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (update.docChanged || update.selectionSet || update.focusChanged) tellChip(update.view);
  });
  const label = form.querySelector(`label[for="${box.id}"]`);
  label.id ||= "body-label";
  const view = new EditorView({
    parent: box.parentElement,
    state: EditorState.create({
      doc: box.value,
      selection: { anchor: box.value.length },
      extensions: [
        history(),
        EditorView.lineWrapping,
        chips,
        shapes,
        conditions,
        tooltips({ parent: form.closest("main") ?? document.body }),
        autocompletion({ override: [afterBrace], icons: false, interactionDelay: 0, activateOnTypingDelay: 0 }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({ "aria-labelledby": label.id, spellcheck: "false", lang: "vi" }),
        sync,
      ],
    }),
  });
  box.hidden = true;
  label.addEventListener("click", () => view.focus());

  // --- The chip at the caret: what it is, and how it is written ------------------------------------
  const facts = one("[data-chip-facts]");
  const title = one("[data-chip-title]");
  const format = one("[data-chip-format]");
  let shown = null;
  const chipAt = (state) => {
    const { from, to } = state.selection.main;
    const line = state.doc.lineAt(from);
    for (const match of line.text.matchAll(TOKEN)) {
      const [begin, end] = [line.from + match.index, line.from + match.index + match[0].length];
      const touches = from === to ? from === end || from === begin : from <= begin && to >= end && to - from <= end - begin;
      if (touches) return { token: match[0], begin, end };
    }
    return null;
  };
  function tellChip(editor) {
    if (facts.contains(document.activeElement)) return;
    const chip = chipAt(editor.state);
    const [code, form_] = chip ? chip.token.slice(1, -1).split("|") : [""];
    const item = chip && byToken.get(`{${code.trim()}}`);
    shown = item?.kind === "Số liệu" ? { ...chip, code: code.trim() } : null;
    facts.hidden = !shown;
    if (!shown) return;
    title.textContent = `${item.title}: ${item.value}${item.status ? ` (${item.status.toLowerCase()})` : ""}`;
    format.value = [...format.options].some((each) => each.value === (form_ ?? "").trim()) ? (form_ ?? "").trim() : "";
  }
  format.addEventListener("change", () => {
    if (!shown) return;
    const token = `{${shown.code}${format.value && `|${format.value}`}}`;
    view.dispatch({
      changes: { from: shown.begin, to: shown.end, insert: token },
      selection: { anchor: shown.begin + token.length },
    });
    shown = { ...shown, end: shown.begin + token.length };
  });

  // --- The search box above the text ---------------------------------------------------------------
  const bar = one("[data-insert-bar]");
  const search = one("[data-insert-search]");
  const list = one("[data-insert-list]");
  let options = [];
  let chosen = 0;
  const choose = (place) => {
    chosen = Math.max(0, Math.min(place, options.length - 1));
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === chosen)));
    if (options.length) search.setAttribute("aria-activedescendant", `insert-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    search.setAttribute("aria-expanded", "false");
    search.removeAttribute("aria-activedescendant");
  };
  const open = () => {
    options = found(search.value);
    list.replaceChildren(
      ...options.map((item, index) => {
        const row = document.createElement("li");
        row.id = `insert-${index}`;
        row.setAttribute("role", "option");
        const name = document.createElement("span");
        name.textContent = `${item.kind === "Số liệu" ? "" : `${item.kind}: `}${item.title}`;
        const now = document.createElement("span");
        now.className = "insert-value";
        now.textContent = [item.value, item.status].filter(Boolean).join(" · ");
        const code = document.createElement("code");
        code.textContent = item.token;
        row.append(name, now, code);
        row.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(index);
        });
        return row;
      }),
    );
    list.hidden = options.length === 0;
    search.setAttribute("aria-expanded", String(options.length > 0));
    choose(0);
  };
  const take = (index) => {
    if (!options[index]) return;
    const { from, to } = view.state.selection.main;
    close();
    search.value = "";
    insert(view, options[index], from, to);
  };
  bar.hidden = false;
  // What is looked for isn't written: it wakes neither the draft nor the preview.
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    open();
  });
  search.addEventListener("focus", open);
  search.addEventListener("blur", close);
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return open();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  view.contentDOM.addEventListener("blur", () => closeCompletion(view));

  // --- Keeping what is typed -----------------------------------------------------------------------
  const typed = one("[data-typed]");
  const status = () => document.getElementById("draft-status");
  let isSent = false;
  let isKept = true;
  form.addEventListener("submit", () => (isSent = true));
  typed.addEventListener("input", () => (isKept = false));
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== typed) return;
    if (event.detail.successful) isKept = true;
    else status().textContent = "Chưa giữ được bản soạn dở: không liên lạc được với máy chủ. Chữ vẫn còn trong ô soạn; bấm “Lưu mục” hoặc gõ tiếp để thử lại.";
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    const came = document.getElementById("chip-values");
    if (!came) return;
    for (const [token, told] of Object.entries(JSON.parse(came.textContent))) values.set(token, told);
    view.dispatch({ effects: valuesCame.of(null) });
  });
  window.addEventListener("pagehide", () => {
    if (!isSent && !isKept) navigator.sendBeacon(typed.getAttribute("hx-post"), new FormData(form));
  });
}
