// The grid of days: arrows walk through it, the space bar marks; the sums follow.
"use strict";

(() => {
  const grid = document.querySelector("form[data-grid]");
  if (!grid) return;
  const rows = [...grid.querySelectorAll("tbody tr")];
  const boxOf = (row, column) => row?.cells[column]?.querySelector("input[type=checkbox]");
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  grid.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    const cell = event.target.closest("tbody td");
    if (!move || !cell || !event.target.matches("input[type=checkbox]")) return;
    event.preventDefault();
    event.stopPropagation();
    let row = rows.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    const width = cell.parentElement.cells.length;
    // Cells without a box (days after going home) are stepped over.
    for (;;) {
      row += move[0];
      column += move[1];
      if (row < 0 || row >= rows.length || column < 0 || column >= width) return;
      const box = boxOf(rows[row], column);
      if (box) return box.focus();
    }
  });

  grid.addEventListener("change", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row) return;
    const days = row.querySelectorAll("input[type=checkbox]:checked").length;
    row.querySelector("[data-days]").textContent = days;
  });
})();
