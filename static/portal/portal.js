// What makes the portal quicker to work with. Every page works without it.
"use strict";

(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const numbers = new Intl.NumberFormat("vi-VN");

  // --- Colours: the choice is a cookie, so that the server draws the right page at once.
  for (const button of all("[data-theme-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const root = document.documentElement;
      const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      root.dataset.bsTheme = theme;
      document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
    });
  }

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // --- Opened menus close by Escape or by a click elsewhere.
  const closeMenus = (except) =>
    all("details[data-closes-outside][open]").forEach((menu) => {
      if (!menu.contains(except)) menu.open = false;
    });
  document.addEventListener("click", (event) => closeMenus(event.target));

  // --- Keys: "/" goes to the search box; arrows walk through the rows of a list.
  const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = event.target.closest("details[data-closes-outside][open]");
      closeMenus(null);
      if (open) one("summary", open).focus();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/" && one("[data-search]")) {
      event.preventDefault();
      one("[data-search]").focus();
      one("[data-search]").select();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest("table[data-rows] tbody tr");
    if (step && row) {
      const rows = all("tr", row.closest("tbody"));
      const next = rows[rows.indexOf(row) + step];
      if (next && one("a, button, input", next)) {
        event.preventDefault();
        one("a, button, input", next).focus();
      }
    }
  });

  // --- Forms: our own words instead of the browser's, one answer for a double click.
  const csrfCookie = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1];
  const release = (form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  };
  all("form[method=post]").forEach((form) => (form.noValidate = true));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    // Signing in again in another tab changed the token this page was made with.
    const token = form.elements.namedItem("csrfmiddlewaretoken");
    if (token && csrfCookie()) token.value = csrfCookie();
    // A download answers without leaving the page.
    if (form.hasAttribute("data-download")) setTimeout(() => release(form), 3000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
  one("[data-error-summary]")?.focus();

  // --- Files: the browser names its button in its own language, we in ours.
  for (const box of all("input[type=file]")) {
    const frame = document.createElement("span");
    const button = document.createElement("span");
    const name = document.createElement("span");
    frame.className = "file-box";
    button.className = "file-button";
    name.className = "file-name";
    button.textContent = "Chọn tệp";
    const sayName = () =>
      (name.textContent = [...box.files].map((file) => file.name).join(", ") || "Chưa chọn tệp nào");
    for (const part of [button, name]) part.setAttribute("aria-hidden", "true");
    box.replaceWith(frame);
    frame.append(button, name, box);
    box.addEventListener("change", sayName);
    sayName();
  }

  // --- Dates and money while typing: 05032025 → 05/03/2025, 1234567 → 1.234.567.
  const asDate = (text) =>
    /^\d{8}$/.test(text) ? `${text.slice(0, 2)}/${text.slice(2, 4)}/${text.slice(4)}` : text;
  const asMoney = (text) => {
    const digits = text.replaceAll(".", "").trim();
    return /^\d+$/.test(digits) ? numbers.format(BigInt(digits)) : text;
  };
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-date]")) box.value = asDate(box.value.trim());
    if (box.matches("[data-money]")) box.value = asMoney(box.value);
  });
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches("[data-money]") || box.selectionStart !== box.value.length) return;
    box.value = asMoney(box.value);
  });

  // --- Chosen rows of a list: all of them at once, how many, and their sum.
  // <form data-chooses> … <input type=checkbox data-choose-all> … <input name=chosen data-amount=…>
  const tally = (form) => {
    const boxes = all("input[type=checkbox][name=chosen]", form);
    const chosen = boxes.filter((box) => box.checked);
    const sum = chosen.reduce((total, box) => total + BigInt(box.dataset.amount || 0), 0n);
    all("[data-chosen-count]", form).forEach((place) => (place.textContent = numbers.format(chosen.length)));
    all("[data-chosen-sum]", form).forEach((place) => (place.textContent = numbers.format(sum)));
    all("[data-needs-chosen]", form).forEach((button) => (button.disabled = chosen.length === 0));
    const master = one("[data-choose-all]", form);
    if (!master) return;
    master.checked = boxes.length > 0 && chosen.length === boxes.length;
    master.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-chooses]");
    if (!form) return;
    if (event.target.matches("[data-choose-all]"))
      all("input[type=checkbox][name=chosen]", form).forEach((box) => (box.checked = event.target.checked));
    tally(form);
  });
  const tallyAll = () => all("form[data-chooses]").forEach(tally);
  tallyAll();

  // --- Drafts: what is typed into <form data-draft="name"> stays on this machine, for this
  // tab and this person, until it was sent. Passwords and files are never kept.
  const draftKey = (form) => `draft:${document.body.dataset.user}:${location.pathname}:${form.dataset.draft}`;
  const kept = (form) =>
    [...form.elements].filter(
      (box) => box.name && !["csrfmiddlewaretoken", "next"].includes(box.name) && !["password", "file", "hidden", "submit", "button"].includes(box.type),
    );
  const state = (form) =>
    kept(form).map((box) => [box.name, /checkbox|radio/.test(box.type) ? box.checked : box.multiple ? [...box.selectedOptions].map((o) => o.value) : box.value]);
  const restore = (form, values) =>
    kept(form).forEach((box, index) => {
      const [name, value] = values[index] || [];
      if (name !== box.name) return;
      if (/checkbox|radio/.test(box.type)) box.checked = value;
      else if (box.multiple) [...box.options].forEach((option) => (option.selected = value.includes(option.value)));
      else box.value = value;
    });
  const read = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const sayRestored = (form, original) => {
    const notice = document.createElement("div");
    notice.className = "notice notice-warning draft-notice";
    notice.setAttribute("role", "status");
    notice.append("Đã lấy lại những gì gõ dở lần trước. ");
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "btn btn-sm";
    undo.textContent = "Bỏ, dùng dữ liệu gốc";
    undo.addEventListener("click", () => {
      restore(form, original);
      sessionStorage.removeItem(draftKey(form));
      notice.remove();
    });
    notice.append(undo);
    form.prepend(notice);
  };
  for (const form of all("form[data-draft]")) {
    const original = state(form);
    const draft = read(draftKey(form));
    // After a refusal the server has put back what was sent: newer than any draft.
    const refused = one("[data-error-summary], .is-invalid", form);
    if (draft && !refused && JSON.stringify(draft) !== JSON.stringify(original)) {
      restore(form, draft);
      sayRestored(form, original);
      form.dispatchEvent(new Event("change", { bubbles: true }));
    }
    let waiting = null;
    const keep = () => {
      clearTimeout(waiting);
      waiting = null;
      sessionStorage.setItem(draftKey(form), JSON.stringify(state(form)));
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 250);
    });
    // Whoever leaves within the quarter of a second loses nothing either.
    window.addEventListener("pagehide", () => {
      if (waiting !== null) keep();
    });
    form.addEventListener("submit", () => {
      keep();
      sessionStorage.setItem("draft-sent", draftKey(form));
    });
  }
  // Sent, and the answer is another page that isn't the sign-in: the draft has done its work.
  const sent = sessionStorage.getItem("draft-sent");
  if (sent && document.body.dataset.idleSeconds > 0) {
    if (!all("form[data-draft]").some((form) => draftKey(form) === sent)) sessionStorage.removeItem(sent);
    sessionStorage.removeItem("draft-sent");
  }
  // Whoever signs out leaves nothing behind on the machine.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) sessionStorage.clear();
  });

  // --- The end of a session: a warning before it, a way back after it. Tabs share the clock.
  const dialog = one("#idle");
  const idleSeconds = Number(document.body.dataset.idleSeconds);
  const seen = () => localStorage.setItem("last-seen", String(Date.now()));
  const showOver = () => {
    one("[data-idle-soon]", dialog).hidden = true;
    one("[data-idle-renew]", dialog).hidden = true;
    one("[data-idle-over]", dialog).hidden = false;
    one("[data-idle-sign-in]", dialog).hidden = false;
    if (!dialog.open) dialog.showModal();
  };
  const showSoon = (secondsLeft) => {
    one("[data-idle-soon]", dialog).hidden = false;
    one("[data-idle-renew]", dialog).hidden = false;
    one("[data-idle-over]", dialog).hidden = true;
    one("[data-idle-sign-in]", dialog).hidden = true;
    one("[data-idle-left]", dialog).textContent = `${Math.max(1, Math.ceil(secondsLeft / 60))} phút`;
    if (!dialog.open) dialog.showModal();
  };
  const renew = async () => {
    const answer = await fetch(dialog.dataset.renewUrl, {
      method: "POST",
      headers: { "X-CSRFToken": csrfCookie() || "" },
      redirect: "manual",
    });
    if (answer.ok) seen();
    else showOver();
  };
  if (dialog && idleSeconds > 0) {
    seen();
    let dismissedAt = 0;
    one("[data-idle-renew]", dialog).addEventListener("click", renew);
    one("[data-idle-close]", dialog).addEventListener("click", () => (dismissedAt = Date.now()));
    setInterval(() => {
      const left = idleSeconds - (Date.now() - Number(localStorage.getItem("last-seen"))) / 1000;
      if (left > 180) {
        if (dialog.open) dialog.close();
        dismissedAt = 0;
      } else if (!dismissedAt || (left <= 0 && Date.now() - dismissedAt > 60000)) {
        left > 0 ? showSoon(left) : showOver();
      }
    }, 5000);
  }

  // --- htmx: the present token, the clock of the session, and refusals worth showing.
  document.addEventListener("htmx:configRequest", (event) => {
    if (csrfCookie()) event.detail.headers["X-CSRFToken"] = csrfCookie();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status === 401 && dialog) {
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      showOver();
    } else if (xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) seen();
  });
  document.addEventListener("htmx:afterSettle", tallyAll);
})();
