// A board whose columns are entities: people choose members in it, and say where they go. It only asks: what a move
// means is for the server to say, which draws the board anew. Every text that comes from data is set as text.

const boards = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".board");
  let board = boards.get(root);
  if (!board) {
    board = { chosen: new Set(), anchor: null, drawn: "" };
    boards.set(root, board);
    listen(root, board);
  }
  board.send = (entity) => {
    if (board.chosen.size) setTriggerValue("move", { subjects: [...board.chosen], entity });
  };
  const written = JSON.stringify(data);
  if (written !== board.drawn) {
    board.drawn = written;
    draw(root, board, data);
  }
}

function draw(root, board, data) {
  board.chosen.clear();
  board.anchor = null;
  const target = root.querySelector(".target");
  const kept = target.value;
  target.replaceChildren(option("", "Choisir une entité"));
  for (const column of data.columns) if (column.open) target.append(option(column.id, column.name));
  target.value = [...target.options].some((o) => o.value === kept) ? kept : "";
  const columns = root.querySelector(".columns");
  const places = { x: columns.scrollLeft, y: new Map() };
  for (const list of columns.querySelectorAll("ul")) places.y.set(list.dataset.entity, list.scrollTop);
  columns.replaceChildren(...data.columns.map(columnOf));
  columns.scrollLeft = places.x;
  for (const list of columns.querySelectorAll("ul")) list.scrollTop = places.y.get(list.dataset.entity) ?? 0;
  tell(root, board);
}

function option(value, text) {
  return Object.assign(document.createElement("option"), { value, textContent: text });
}

function element(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text ?? "" });
}

function columnOf(column) {
  const section = element("section", "column");
  section.dataset.entity = column.id;
  section.dataset.open = column.open;
  const header = element("header");
  const note = element("div", "note");
  note.append(element("span", "", column.note || "Personne"));
  const list = element("ul");
  list.dataset.entity = column.id;
  if (column.members.length) {
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-multiselectable", "true");
    list.setAttribute("aria-label", column.name);
    list.setAttribute("aria-describedby", "board-help");
    const all = element("button", "all", "Tout choisir");
    all.type = "button";
    all.setAttribute("aria-label", `Tout choisir dans ${column.name}`);
    note.append(all);
    list.append(...column.members.map(memberOf));
    list.firstChild.tabIndex = 0;
  }
  header.append(element("div", "title", column.name), note);
  section.append(header, list);
  return section;
}

function memberOf([id, number, name, tried]) {
  const item = element("li", tried ? "tried" : "");
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.subject = id;
  item.tabIndex = -1;
  item.draggable = true;
  item.title = name;
  if (number) item.append(element("span", "number", number));
  item.append(element("span", "name", name));
  return item;
}

function tell(root, board) {
  const count = board.chosen.size;
  root.querySelector(".count").textContent = count > 1 ? `${count} choisis` : count ? "1 choisi" : "Rien de choisi";
  root.querySelector(".clear").disabled = !count;
  root.querySelector(".move").disabled = !count || root.querySelector(".target").value === "";
}

function choose(board, item, chosen) {
  item.setAttribute("aria-selected", String(chosen));
  const id = Number(item.dataset.subject);
  if (chosen) board.chosen.add(id);
  else board.chosen.delete(id);
}

function isChosen(item) {
  return item.getAttribute("aria-selected") === "true";
}

function chooseRange(board, item) {
  const items = [...item.parentElement.children];
  const from = board.anchor?.parentElement === item.parentElement ? items.indexOf(board.anchor) : items.indexOf(item);
  const to = items.indexOf(item);
  for (const between of items.slice(Math.min(from, to), Math.max(from, to) + 1)) choose(board, between, true);
}

function focus(item) {
  if (!item) return;
  for (const other of item.parentElement.querySelectorAll('li[tabindex="0"]')) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

function beside(item, step) {
  let section = item.closest(".column");
  do section = step > 0 ? section.nextElementSibling : section.previousElementSibling;
  while (section && !section.querySelector("li"));
  return section?.querySelector('li[tabindex="0"]');
}

function onKey(root, board, event) {
  const item = event.target.closest("li");
  if (!item) return;
  const next = {
    ArrowDown: () => item.nextElementSibling,
    ArrowUp: () => item.previousElementSibling,
    Home: () => item.parentElement.firstElementChild,
    End: () => item.parentElement.lastElementChild,
    ArrowRight: () => beside(item, 1),
    ArrowLeft: () => beside(item, -1),
  }[event.key]?.();
  if (next) {
    if (event.shiftKey && next.parentElement === item.parentElement) {
      choose(board, item, true);
      choose(board, next, true);
    }
    focus(next);
  } else if (event.key === " ") {
    choose(board, item, !isChosen(item));
    board.anchor = item;
  } else if (event.key === "Enter") {
    root.querySelector(".target").focus();
  } else if (event.key === "Escape") {
    clear(root, board);
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") {
    for (const other of item.parentElement.children) choose(board, other, true);
  } else {
    return;
  }
  event.preventDefault();
  tell(root, board);
}

function clear(root, board) {
  for (const item of root.querySelectorAll('li[aria-selected="true"]')) choose(board, item, false);
  tell(root, board);
}

function onClick(root, board, event) {
  const item = event.target.closest("li");
  const button = event.target.closest("button");
  if (item) {
    if (event.shiftKey) chooseRange(board, item);
    else choose(board, item, !isChosen(item));
    board.anchor = item;
    focus(item);
  } else if (button?.classList.contains("all")) {
    const items = [...button.closest(".column").querySelectorAll("li")];
    const wanted = !items.every(isChosen);
    for (const other of items) choose(board, other, wanted);
  } else if (button?.classList.contains("clear")) {
    clear(root, board);
  } else if (button?.classList.contains("move")) {
    board.send(Number(root.querySelector(".target").value));
  }
  tell(root, board);
}

function listen(root, board) {
  const columns = root.querySelector(".columns");
  const over = (section) => {
    for (const other of columns.querySelectorAll(".over")) if (other !== section) other.classList.remove("over");
    section?.classList.add("over");
  };
  root.addEventListener("click", (event) => onClick(root, board, event));
  root.addEventListener("change", () => tell(root, board));
  columns.addEventListener("keydown", (event) => onKey(root, board, event));
  columns.addEventListener("dragstart", (event) => {
    const item = event.target.closest("li");
    if (!isChosen(item)) choose(board, item, true);
    event.dataTransfer.setData("text/plain", `${board.chosen.size}`);
    event.dataTransfer.effectAllowed = "move";
    tell(root, board);
  });
  columns.addEventListener("dragover", (event) => {
    const section = event.target.closest(".column");
    over(section?.dataset.open === "true" ? section : null);
    if (section?.dataset.open === "true") event.preventDefault();
  });
  columns.addEventListener("dragend", () => over(null));
  columns.addEventListener("drop", (event) => {
    event.preventDefault();
    over(null);
    board.send(Number(event.target.closest(".column").dataset.entity));
  });
}
