// A form of a plant: rows come and go without a reload, a block from a spreadsheet is pasted, what is typed is checked.
const form = document.getElementById("plant-form");
let isChanged = form !== null && "changed" in form.dataset;
let timer = 0;
let asked = null;

const rowsOf = (table) => [...table.tBodies[0].rows];
const fieldsOf = (row) => [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];
const isBlank = (row) => fieldsOf(row).every((field) => (field.type === "checkbox" ? !field.checked : field.value === "")) && row.querySelector("input[name$='/~was']")?.value === "";
const templates = new Map();

function emptied(row) {
  const copy = row.cloneNode(true);
  for (const field of fieldsOf(copy)) {
    field.removeAttribute("aria-invalid");
    if (field.tagName === "SELECT") for (const option of field.options) option.defaultSelected = option.selected = option.value === "";
    else if (field.type === "checkbox") { field.removeAttribute("checked"); field.checked = false; }
    else { field.setAttribute("value", ""); field.value = ""; }
  }
  const was = copy.querySelector("input[name$='/~was']");
  if (was) was.value = "";
  for (const said of copy.querySelectorAll(".said")) said.replaceChildren();
  for (const link of copy.querySelectorAll("a")) link.remove();
  return copy;
}

function renumber(table) {
  const grid = table.dataset.grid;
  rowsOf(table).forEach((row, number) => {
    const old = row.id;
    const here = `${grid}/${number}`;
    if (old === here) return;
    for (const part of [row, ...row.querySelectorAll("[id], [name], [data-at], [value], [aria-describedby]")]) {
      for (const name of ["id", "name", "data-at", "aria-describedby"]) {
        const said = part.getAttribute(name);
        if (said !== null && (said === old || said.startsWith(`${old}/`) || said.startsWith(`${old}~`))) part.setAttribute(name, here + said.slice(old.length));
      }
      if (part.tagName === "BUTTON") part.value = part.value.replace(/:.*$/, `:${here}`);
    }
  });
}

function addRow(table) {
  const made = emptied(templates.get(table));
  table.tBodies[0].append(made);
  made.id = `${table.dataset.grid}/new`;
  for (const part of made.querySelectorAll("[id], [name], [data-at], [aria-describedby]")) {
    for (const name of ["id", "name", "data-at", "aria-describedby"]) {
      const said = part.getAttribute(name);
      if (said !== null) part.setAttribute(name, said.replace(templates.get(table).id, made.id));
    }
  }
  renumber(table);
  return made;
}

function keepBlank(table) {
  const rows = rowsOf(table);
  if (!rows.length || !isBlank(rows[rows.length - 1])) addRow(table);
}

function changeRows(button) {
  const [deed, address] = [button.value.split(":")[0], button.value.slice(button.value.indexOf(":") + 1)];
  if (!["add", "remove", "up", "down"].includes(deed)) return false;
  if (deed === "add") {
    const table = [...form.querySelectorAll("table.grid")].find((item) => item.dataset.grid === address);
    if (!table) return false;
    fieldsOf(addRow(table))[0]?.focus();
  } else {
    const row = button.closest("tr");
    if (!row || row.id !== address) return false;
    const table = row.closest("table");
    if (deed === "remove") {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      keepBlank(table);
      (next?.isConnected ? fieldsOf(next)[0] : null)?.focus();
    } else {
      const other = deed === "up" ? row.previousElementSibling : row.nextElementSibling;
      if (other && deed === "up") other.before(row);
      if (other && deed === "down") other.after(row);
      button.focus();
    }
    renumber(table);
  }
  changed();
  return true;
}

function cellsOf(text) {
  const rows = [[""]];
  let isQuoted = false;
  for (let place = 0; place < text.length; place += 1) {
    const sign = text[place];
    const row = rows[rows.length - 1];
    if (isQuoted) {
      if (sign === '"' && text[place + 1] === '"') { row[row.length - 1] += '"'; place += 1; }
      else if (sign === '"') isQuoted = false;
      else row[row.length - 1] += sign;
    } else if (sign === '"' && row[row.length - 1] === "") isQuoted = true;
    else if (sign === "\t") row.push("");
    else if (sign === "\n") rows.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last.length === 1 && last[0] === "") rows.pop();
  return rows;
}

function fill(field, said) {
  const text = said.trim();
  if (field.tagName !== "SELECT") { field.value = text; return; }
  const plain = (word) => word.toLowerCase().replace(/[\s_]/g, "");
  let option = [...field.options].find((item) => item.value === text) ?? [...field.options].find((item) => plain(item.text) === plain(text));
  if (!option) { option = new Option(text, text); field.add(option); }
  option.selected = true;
}

function paste(event) {
  const field = event.target.closest("table.grid input, table.grid select, table.grid textarea");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!field || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  const table = field.closest("table");
  const first = rowsOf(table).indexOf(field.closest("tr"));
  const column = fieldsOf(field.closest("tr")).indexOf(field);
  cellsOf(text).forEach((cells, down) => {
    let row = rowsOf(table)[first + down];
    if (!row) row = addRow(table);
    const fields = fieldsOf(row);
    cells.forEach((said, right) => { if (fields[column + right]) fill(fields[column + right], said); });
  });
  keepBlank(table);
  changed();
}

function move(event) {
  const field = event.target;
  const row = field.closest?.("table.grid tr[data-row]");
  if (!row || field.tagName === "BUTTON") return;
  if (event.key === "Enter" && field.tagName !== "TEXTAREA") {
    event.preventDefault();
    const other = event.shiftKey ? row.previousElementSibling : row.nextElementSibling;
    if (other) fieldsOf(other)[fieldsOf(row).indexOf(field)]?.focus();
  } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    if (other) { if (event.key === "ArrowUp") other.before(row); else other.after(row); }
    renumber(row.closest("table"));
    field.focus();
    changed();
  }
}

function changed() {
  isChanged = true;
  clearTimeout(timer);
  timer = setTimeout(check, 500);
}

async function check() {
  asked?.abort();
  asked = new AbortController();
  const said = document.getElementById("said");
  try {
    const fields = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.check, { method: "POST", body: fields, signal: asked.signal, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    tell(await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = form.dataset.lost;
  }
}

function placeOf(address) {
  const parts = address.split("/");
  while (parts.length) {
    const found = [...form.querySelectorAll(".said")].find((item) => item.dataset.at === parts.join("/"));
    if (found) return found;
    parts.pop();
  }
  return null;
}

function line(item) {
  const made = document.createElement("p");
  made.className = item.severity;
  made.append(item.what);
  if (item.mend) {
    const mend = document.createElement("span");
    mend.className = "mend";
    mend.textContent = ` ${item.mend}`;
    made.append(mend);
  }
  return made;
}

function tell(answer) {
  document.getElementById("said").textContent = answer.said;
  for (const said of form.querySelectorAll(".said")) said.replaceChildren();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const item of answer.problems) {
    const said = placeOf(item.address);
    said?.append(line(item));
    if (item.severity === "error") for (let box = said; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    const exact = document.getElementById(`${item.address}~in`);
    const parts = exact ? [exact] : ["/value", "/unit", "/evidence", "/~amount", "/~name"].map((part) => document.getElementById(`${item.address}${part}~in`));
    for (const part of parts) part?.setAttribute("aria-invalid", "true");
  }
  const found = document.getElementById("found");
  found.replaceChildren();
  if (!answer.problems.length) return;
  const section = document.createElement("section");
  section.className = "problems";
  const list = document.createElement("ul");
  for (const item of answer.problems) {
    const entry = document.createElement("li");
    entry.className = `problem ${item.severity}`;
    const what = line(item);
    const link = document.createElement("a");
    link.href = item.href || `#${item.address}`;
    link.textContent = item.place;
    what.prepend(link, " ");
    entry.append(what);
    list.append(entry);
  }
  section.append(list);
  found.append(section);
}

function goTo() {
  const address = decodeURIComponent(location.hash.slice(1));
  if (!address) return;
  const parts = address.split("/");
  while (parts.length) {
    const found = document.getElementById(parts.join("/"));
    if (found) {
      for (let box = found; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
      found.scrollIntoView({ block: "center" });
      (found.matches("input, select, textarea") ? found : found.querySelector("input:not([type=hidden]), select, textarea"))?.focus({ preventScroll: true });
      found.classList.add("found");
      return;
    }
    parts.pop();
  }
}

if (form) {
  form.classList.add("live");
  for (const table of form.querySelectorAll("table.grid:not([data-shut])")) {
    const rows = rowsOf(table);
    if (rows.length) { const last = emptied(rows[rows.length - 1]); templates.set(table, last); }
  }
  form.addEventListener("input", (event) => {
    const table = event.target.closest("table.grid");
    if (table) keepBlank(table);
    if (event.target.name !== "note") changed();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (button && changeRows(button)) event.preventDefault();
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-renew]")) return;
    const own = event.target.closest(".question")?.nextElementSibling?.querySelector("button.renew");
    const renew = own ?? form.querySelector("button.renew-all");
    if (!renew) return;
    renew.setAttribute("formaction", `${form.getAttribute("action")}#${event.target.name}`);
    form.requestSubmit(renew);
  });
  form.addEventListener("paste", paste);
  form.addEventListener("keydown", move);
  form.addEventListener("submit", () => { isChanged = false; });
  addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
  addEventListener("hashchange", goTo);
  // The browser moves the focus to the fragment when the page is complete: only then is it ours to move.
  if (document.readyState === "complete") goTo();
  else addEventListener("load", () => setTimeout(goTo));
}
