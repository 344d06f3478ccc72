// Typing the law: tables that grow, a sheet walked by arrows and filled by pasting, fields that
// show when they are needed. Without it every page is a plain form that works the same.
(() => {
  "use strict";
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const one = (query, within = document) => within.querySelector(query);
  const told = (box) => box.dispatchEvent(new Event("input", { bubbles: true }));

  // --- Tables: a row more, a row up or down.
  const rowsOf = (table) => [...one("tbody", table).rows];
  const order = (row) => one("input[name$='-ORDER']", row);
  const renumber = (table) =>
    rowsOf(table).forEach((row, index) => {
      const box = order(row);
      if (box) box.value = index + 1;
    });
  const addRow = (table) => {
    const prefix = table.dataset.typed;
    const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
    const sample = one(`template[data-typed-row="${prefix}"]`);
    const holder = document.createElement("tbody");
    holder.innerHTML = sample.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.rows[0];
    total.value = Number(total.value) + 1;
    all("[aria-label]", row).forEach((box) =>
      box.setAttribute("aria-label", box.getAttribute("aria-label").replace("dòng mới", `dòng ${total.value}`)),
    );
    one("tbody", table).append(row);
    prepare(row);
    return row;
  };
  const prepare = (row) => {
    const moves = one("[data-typed-moves]", row);
    if (!moves) return;
    moves.hidden = false;
    order(row).classList.add("visually-hidden");
    order(row).tabIndex = -1;
  };
  for (const table of all("table[data-typed]")) {
    rowsOf(table).forEach(prepare);
    const button = one(`[data-typed-add="${table.dataset.typed}"]`);
    button.hidden = false;
    button.addEventListener("click", () => {
      one("input:not([type=hidden]), select, textarea", addRow(table)).focus();
    });
    table.addEventListener("click", (event) => {
      const move = event.target.closest("[data-typed-up], [data-typed-down]");
      if (!move) return;
      const row = move.closest("tr");
      const up = move.hasAttribute("data-typed-up");
      const other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (up) other.before(row);
      else other.after(row);
      renumber(table);
      move.focus();
      told(order(row));
    });
    // Blank rows stay behind the filled ones: only what was put in order is numbered.
  }

  // --- Cells: arrows and Enter walk, a block from a sheet fills.
  const CELLS = "input:not([type=hidden]):not([type=checkbox]):not([name$='-ORDER']), textarea, select";
  const gridOf = (table) =>
    all("tr", table)
      .map((row) => all(CELLS, row).filter((cell) => !cell.disabled))
      .filter((cells) => cells.length);
  const placeOf = (grid, cell) => {
    for (let row = 0; row < grid.length; row += 1) {
      const column = grid[row].indexOf(cell);
      if (column >= 0) return [row, column];
    }
    return null;
  };
  const go = (table, cell, down, right) => {
    const grid = gridOf(table);
    const place = placeOf(grid, cell);
    const next = place && grid[place[0] + down]?.[place[1] + right];
    if (!next) return false;
    next.focus();
    next.select?.();
    return true;
  };
  const atEdge = (cell, end) =>
    cell.tagName !== "INPUT" ||
    (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length) ||
    (cell.selectionStart === cell.selectionEnd && cell.selectionStart === (end ? cell.value.length : 0));
  const walk = (event) => {
    const table = event.target.closest("table[data-sheet], table[data-typed]");
    const cell = event.target;
    if (!table || !cell.matches(CELLS) || event.altKey || event.ctrlKey || event.metaKey) return;
    const isSelect = cell.tagName === "SELECT";
    const isLong = cell.tagName === "TEXTAREA";
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], Enter: [event.shiftKey ? -1 : 1, 0] };
    if (table.hasAttribute("data-sheet")) {
      if (!isSelect && atEdge(cell, false)) steps.ArrowLeft = [0, -1];
      if (!isSelect && atEdge(cell, true)) steps.ArrowRight = [0, 1];
    }
    const step = steps[event.key];
    if (!step || isLong || (isSelect && event.key !== "Enter")) return;
    if (go(table, cell, ...step)) event.preventDefault();
    else if (event.key === "Enter") event.preventDefault(); // the last row: Enter never sends a half-typed sheet
  };
  document.addEventListener("keydown", walk);

  const choose = (select, text) => {
    const fold = (words) => words.trim().toLocaleLowerCase("vi").normalize("NFC");
    const found = [...select.options].find((option) => fold(option.textContent) === fold(text));
    if (found) select.value = found.value;
    return Boolean(found);
  };
  const blockOf = (text) => {
    // Excel quotes a cell that holds a line break or a quotation mark.
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at];
      const cells = rows[rows.length - 1];
      if (quoted) {
        if (letter !== '"') cells[cells.length - 1] += letter;
        else if (text[at + 1] === '"') (cells[cells.length - 1] += '"'), (at += 1);
        else quoted = false;
      } else if (letter === '"' && cells[cells.length - 1] === "") quoted = true;
      else if (letter === "\t") cells.push("");
      else if (letter === "\n") rows.push([""]);
      else if (letter !== "\r") cells[cells.length - 1] += letter;
    }
    if (rows.length > 1 && rows[rows.length - 1].join("") === "") rows.pop();
    return rows;
  };
  document.addEventListener("paste", (event) => {
    const table = event.target.closest("table[data-sheet], table[data-typed]");
    const cell = event.target;
    if (!table || !cell.matches(CELLS)) return;
    const text = event.clipboardData.getData("text/plain");
    const block = blockOf(text);
    if (block.length < 2 && block[0].length < 2) return; // one value: the browser's own pasting
    event.preventDefault();
    let grid = gridOf(table);
    const [top, left] = placeOf(grid, cell);
    const lines = block.length;
    if (table.hasAttribute("data-typed")) {
      while (grid.length < top + lines) {
        addRow(table);
        grid = gridOf(table);
      }
    }
    const outside = [];
    block.forEach((values, down) =>
      values.forEach((value, right) => {
        const target = grid[top + down]?.[left + right];
        if (!target) {
          if (value.trim()) outside.push(value.trim());
          return;
        }
        if (target.tagName === "SELECT") {
          if (value.trim() && !choose(target, value)) outside.push(value.trim());
        } else target.value = value.trim();
        target.classList.add("pasted");
        told(target);
      }),
    );
    say(table, lines, block[0].length, outside);
  });
  const say = (table, rows, columns, outside) => {
    const place = table.closest(".table-scroll");
    let note = place.parentElement.querySelector("[data-pasted]");
    if (!note) {
      note = document.createElement("p");
      note.dataset.pasted = "";
      note.className = "pasted-note";
      note.setAttribute("role", "status");
      place.before(note);
    }
    note.textContent = `Đã dán ${rows} dòng × ${columns} cột; bấm Lưu để ghi.`;
    if (outside.length) note.textContent += ` Không có chỗ hoặc không có trong danh sách chọn: ${outside.join("; ")}.`;
  };

  // --- Fields of a rate: only those that its way of counting asks for.
  const rateForm = one("form[data-rate-form]");
  if (rateForm) {
    const kind = rateForm.elements.namedItem("amount_kind");
    const worth = rateForm.elements.namedItem("worth");
    const worthHolder = worth.closest("[data-for]");
    const show = () => {
      const hasWorth = worthHolder.dataset.for.split(" ").includes(kind.value);
      const way = `${kind.value}/${hasWorth ? worth.value : "amount"}`;
      for (const holder of all("[data-for]", rateForm)) {
        const ways = holder.dataset.for.split(" ");
        const shown = holder === worthHolder ? hasWorth : ways.includes(way);
        holder.hidden = !shown;
        // What isn't asked for isn't sent; what was typed comes back with the choice.
        all("input, select, textarea", holder).forEach((box) => {
          if (!/-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(box.name)) box.disabled = !shown;
        });
      }
      all(".no-script-note", rateForm).forEach((note) => (note.hidden = true));
    };
    rateForm.addEventListener("change", show);
    show();
  }
  for (const form of all("form")) {
    const period = form.elements.namedItem("window");
    const holders = all("[data-when-window]", form);
    if (!period || !holders.length) continue;
    const show = () => holders.forEach((holder) => (holder.hidden = period.value !== holder.dataset.whenWindow));
    form.addEventListener("change", show);
    show();
  }
})();
