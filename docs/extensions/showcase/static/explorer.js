"use strict";

/**
 * The explorer: search, filters, one contest open at a time, and “where do I
 * enter?”. All contests stand in the page; this shows and hides their rows.
 *
 * What is shown is what the address says: the filters and the place stand in
 * its query, the open contest behind its #. So views can be linked to, and
 * back and forward work.
 *
 * @typedef {{q: string, tier: string, region: string, organizer: string,
 *   place: string, open: string, unknown: string}} View
 */
(() => {
  const explorer = document.querySelector(".explorer");
  const find = (selector) => explorer.querySelector(selector);
  const findAll = (selector) => [...explorer.querySelectorAll(selector)];

  const words = JSON.parse(find("#explorer-words").textContent);
  const source = document.currentScript.src;
  const unknown = find(".explorer-unknown");
  const filters = find(".explorer-filters");
  const entry = find(".explorer-entry");
  const place = find("#explorer-place");
  const answer = find("#explorer-answer");
  const count = find("#explorer-count");
  const clear = find(".explorer-count button");
  const nothing = find(".explorer-nothing");
  const ask = find(".explorer-nothing button");
  const groups = findAll(".explorer-group");
  const tiles = findAll(".explorer-tile");
  const contests = findAll(".explorer-contest").map((row) => ({
    ...row.dataset,
    organizers: row.dataset.organizers.split("\n"),
    row,
    more: row.nextElementSibling,
    name: row.querySelector(".explorer-name"),
  }));
  const byId = new Map(contests.map((contest) => [contest.id, contest]));

  /** @type {View} */
  let view;

  // The address

  function read() {
    const query = new URLSearchParams(location.search);
    const asked = (name) => query.get(name) ?? "";
    const id = decode(location.hash.slice(1));
    const isKnown = byId.has(id);
    return {
      q: asked("q"),
      tier: asked("tier"),
      region: asked("region"),
      organizer: asked("organizer"),
      place: asked("place"),
      open: isKnown ? id : "",
      // Other places on the page have no slash in their names.
      unknown: !isKnown && id.includes("/") ? id : "",
    };
  }

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return ""; // somebody's broken link is no contest's
    }
  }

  function write(changes, { replace = false } = {}) {
    const changed = { ...view, unknown: "", ...changes };
    const query = new URLSearchParams(location.search);
    for (const name of ["q", "tier", "region", "organizer", "place"]) {
      if (changed[name]) query.set(name, changed[name]);
      else query.delete(name);
    }
    const search = query.size ? `?${query}` : "";
    const hash = changed.open ? `#${changed.open}` : "";
    const address = location.pathname + search + hash;
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    show(changed);
  }

  // The list

  const fold = (text) =>
    text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");

  function matches(contest, { q, tier, region, organizer }) {
    return (
      (!tier || contest.tier === tier) &&
      (!region || contest.region === region) &&
      (!organizer || contest.organizers.includes(organizer)) &&
      fold(q)
        .split(/\s+/)
        .every((word) => contest.search.includes(word))
    );
  }

  /** @param {View} wanted */
  function show(wanted) {
    view = wanted;
    let shown = 0;
    for (const contest of contests) {
      const isShown = matches(contest, view);
      const isOpen = isShown && contest.id === view.open;
      contest.row.hidden = !isShown;
      contest.row.classList.toggle("explorer-open", isOpen);
      contest.more.hidden = !isOpen;
      contest.name.setAttribute("aria-expanded", String(isOpen));
      if (isShown) shown += 1;
    }
    for (const group of groups) {
      const rows = [...group.parentElement.querySelectorAll("[data-id]")];
      group.hidden = rows.every((row) => row.hidden);
    }
    for (const tile of tiles) {
      const isPressed = tile.dataset.region === view.region;
      tile.setAttribute("aria-pressed", String(isPressed));
    }
    for (const name of ["q", "region", "organizer"]) {
      const field = filters.elements[name];
      if (field.value !== view[name]) field.value = view[name];
    }
    // One by one: as a group they do not take the empty text of all tiers.
    for (const radio of filters.elements.tier) {
      radio.checked = radio.value === view.tier;
    }
    if (place.value !== view.place) {
      place.value = view.place;
      if (view.place) load();
      reply();
    }
    nothing.hidden = shown > 0;
    const text = short(view.q.trim());
    ask.hidden = !text;
    ask.textContent = fill(words.ask, { text });
    clear.hidden = !(view.q || view.tier || view.region || view.organizer);
    say(count, fill(words.count, { shown, all: contests.length }));
    const id = short(view.unknown);
    say(unknown, id && fill(words.unknownContest, { id }));
  }

  function say(where, text) {
    // Not again where nothing changed: it is read out each time.
    if (where.textContent !== text) where.textContent = text;
  }

  /** A text with values in place of their names in braces. */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** What somebody gave, or the start of it where it is long. */
  function short(text) {
    const characters = [...text];
    return characters.length > 50 ? `${characters.slice(0, 49).join("")}…` : text;
  }

  const unfiltered = { q: "", tier: "", region: "", organizer: "" };

  function open(id) {
    const isHidden = !matches(byId.get(id), view);
    write({ ...(isHidden ? unfiltered : {}), open: id });
    reveal(id);
  }

  function reveal(id) {
    const { name, row } = byId.get(id);
    name.focus({ preventScroll: true });
    // At once: the theme makes a show of it, and this page is long.
    row.scrollIntoView({ behavior: "instant", block: "start" });
  }

  function toggle(contest) {
    write({ open: view.open === contest.id ? "" : contest.id });
  }

  // Where do I enter?

  /** @type {Places | undefined} */
  let places;
  let isLoading = false;

  function load() {
    if (isLoading) return;
    isLoading = true;
    const script = document.createElement("script");
    script.src = new URL(entry.dataset.places, source).href;
    script.addEventListener("load", () => {
      places = new Places();
      reply();
    });
    script.addEventListener("error", () => {
      isLoading = false;
      answer.replaceChildren(paragraph(words.failed));
    });
    document.head.append(script);
  }

  function reply() {
    const text = place.value.trim();
    if (!text) {
      answer.replaceChildren();
    } else if (places) {
      answer.replaceChildren(...answerTo(text, places.find(text)));
    }
  }

  function answerTo(given, found) {
    const text = short(given);
    if (found.length === 1) return one(found[0]);
    if (found.length > 1) {
      const asked = fill(words.several, { text, count: found.length });
      return [paragraph(asked), choices(found)];
    }
    const near = places.near(given, 8);
    return [
      paragraph(fill(words.unknown, { text })),
      ...(near.length ? [paragraph(words.near), choices(near)] : []),
    ];
  }

  function one(division) {
    if (!division.contest) {
      return [placed(words.noContest, division), paragraph(words.noGuess)];
    }
    const { row } = byId.get(division.contest);
    const links = [...row.querySelectorAll(".explorer-links a")];
    const parts = [
      placed(words.enters, division),
      element("p", "explorer-entered", contestLink(division.contest)),
      element("p", "", chinese(row.querySelector("[lang].explorer-wide").textContent)),
    ];
    if (links.length) {
      const addresses = links.flatMap((link) => [
        element("br"),
        link.cloneNode(true),
      ]);
      parts.push(element("p", "", words.register, ...addresses));
    } else {
      parts.push(paragraph(words.noLinks));
    }
    return parts;
  }

  function choices(divisions) {
    const items = divisions.map((division) => {
      const choose = element("button", "", ...named(division));
      choose.type = "button";
      choose.addEventListener("click", () => {
        place.focus();
        write({ place: division.code }, { replace: true });
      });
      const target = division.contest
        ? contestLink(division.contest)
        : words.none;
      return element("li", "", choose, " → ", target);
    });
    return element("ul", "explorer-choices", ...items);
  }

  function contestLink(id) {
    const link = byId.get(id).name.cloneNode(true);
    link.removeAttribute("aria-expanded");
    link.removeAttribute("aria-controls");
    return link;
  }

  // Elements

  function element(name, style = "", ...children) {
    const made = document.createElement(name);
    if (style) made.className = style;
    made.append(...children);
    return made;
  }

  function chinese(text) {
    const made = element("span", "", text);
    made.lang = "zh-CN";
    return made;
  }

  const paragraph = (text) => element("p", "", text);

  /** A paragraph with a division where its text says {place}. */
  function placed(text, division) {
    const [before, after] = text.split("{place}");
    return element("p", "", before, ...named(division), after);
  }

  /** A division by its names and its code. */
  function named(division) {
    const { inEnglish } = entry.dataset;
    return [
      chinese(places.path(division)),
      " ",
      ...(inEnglish ? [`${places.englishPath(division)} `] : []),
      element("code", "", division.code),
    ];
  }

  // The map is one stop of the tab key; arrows go from tile to tile.

  function position(tile) {
    const style = getComputedStyle(tile);
    return [style.gridColumnStart, style.gridRowStart].map(Number);
  }

  const ARROWS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  /** The nearest tile in a direction, those straight ahead first. */
  function next(from, [right, down]) {
    const [column, row] = position(from);
    let nearest;
    let least = Infinity;
    for (const tile of tiles) {
      const [x, y] = position(tile);
      const ahead = (x - column) * right + (y - row) * down;
      const aside = Math.abs((x - column) * down) + Math.abs((y - row) * right);
      const distance = ahead + 3 * aside;
      if (ahead > 0 && distance < least) [nearest, least] = [tile, distance];
    }
    return nearest;
  }

  function rove(tile) {
    for (const each of tiles) each.tabIndex = each === tile ? 0 : -1;
  }

  // What happens

  explorer.addEventListener("click", (event) => {
    const { target } = event;
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    const tile = target.closest(".explorer-tile");
    const link = target.closest('a[href^="#"]');
    const row = target.closest(".explorer-contest");
    if (tile) {
      const { region } = tile.dataset;
      rove(tile);
      write({ region: view.region === region ? "" : region });
    } else if (link && isPlain) {
      event.preventDefault();
      const contest = byId.get(decode(link.hash.slice(1)));
      if (link === contest.name) toggle(contest);
      else open(contest.id);
    } else if (row && !target.closest("a") && !getSelection().toString()) {
      toggle(byId.get(row.dataset.id));
    }
  });

  find(".explorer-tiles").addEventListener("keydown", (event) => {
    const direction = ARROWS[event.key];
    const tile = event.target.closest(".explorer-tile");
    if (!direction || !tile) return;
    event.preventDefault();
    const to = next(tile, direction);
    if (to) {
      rove(to);
      to.focus();
    }
  });

  filters.addEventListener("input", ({ target }) => {
    // A letter is no step to go back to; a choice is.
    write({ [target.name]: target.value }, { replace: target.name === "q" });
  });

  clear.addEventListener("click", () => {
    write(unfiltered);
    filters.elements.q.focus();
  });

  // Who searches for a place often means this, and no contest held there.
  ask.addEventListener("click", () => {
    write({ place: view.q.trim() });
    place.focus({ preventScroll: true });
    entry.scrollIntoView({ behavior: "instant", block: "start" });
  });

  place.addEventListener("focus", load);
  let waiting = 0;
  place.addEventListener("input", () => {
    load();
    write({ place: place.value }, { replace: true });
    // Not after each letter: what is answered is read out.
    clearTimeout(waiting);
    waiting = setTimeout(reply, 200);
  });

  for (const form of findAll("form")) {
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  addEventListener("popstate", () => {
    show(read());
    if (view.open) reveal(view.open);
    if (view.unknown) {
      unknown.scrollIntoView({ behavior: "instant", block: "nearest" });
    }
  });

  // From here on the page is alive.

  explorer.classList.add("explorer-live");
  for (const part of [filters, entry, find(".explorer-count")]) {
    part.hidden = false;
  }
  for (const tile of tiles) tile.disabled = false;
  rove(tiles[0]);
  for (const { id, more, name } of contests) {
    more.querySelector("details").open = true;
    name.setAttribute("aria-controls", id);
  }
  show(read());
  if (view.open) {
    if (!matches(byId.get(view.open), view)) {
      write(unfiltered, { replace: true });
    }
    // After the browser went to the # by itself, which takes the focus away.
    addEventListener("load", () => setTimeout(() => reveal(view.open)));
  }
})();
