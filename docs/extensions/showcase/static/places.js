"use strict";

/**
 * From a text to the administrative divisions that it names, by the rules of
 * `cnmaker_data.locate`; the tests compare the two.
 *
 * A script that the build makes from the library fills `Places.tables`. These
 * are plain scripts and not modules, because browsers load no modules from a
 * disk.
 *
 * @typedef {{code: string, name: string, shortName: string, english: string,
 *   iso: string, contest: string, keys: Set<string>}} Place
 * @typedef {{places: Place[], read: string, basis: string}} Located
 * @typedef {{end: number, codes: string[], isRetired: boolean,
 *   isZone: boolean}} Found
 */
class Places {
  static tables = {};
  static compiled = {};

  static CORPS = "660000";
  static CORPS_CITIES = "6590";
  // Longer than any path of names; no more of an address is read.
  static LONGEST = 200;
  // What may stand between a province and a county that belongs to it.
  static FILLERS = [
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "自治区直辖县级行政区划",
    "自治区直辖县级行政单位",
  ];
  // What people write before an address.
  static BEFORE =
    /^(?:(?:中华人民共和国|中国|.{0,8}?(?:地[址点]|住所地?|场所|(?:注册|所在)地[址区]?)|邮政编码|邮编|\d{6}(?!\d))+|市(?=..?.?[区县]))/u;
  // What a name needs to stand; see `scopes.py` and `reading.py`.
  static FULL = 0;
  static SHORT = 1;
  static FILLER = 2;
  static DISTRICT = 3;
  // How far after a city's name its zone ends, and another word begins.
  static ZONE = 12;
  static WORD = 6;
  // With the next character these endings make another word.
  static OTHER_ENDS = { 市: "场", 区: "域", 师: "范", 乡: "村" };
  // GB 32100-2015.
  static CHECKED = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  static WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1];

  constructor() {
    /** @type {Map<string, Place>} */
    this.byCode = new Map();
    for (const line of Places.tables.rows.split("\n")) {
      const [code, name, shortName, english, iso, contest, keys] =
        line.split(",");
      this.byCode.set(code, {
        ...{ code, name, shortName, english, iso, contest },
        keys: new Set(keys.split(" ")),
      });
    }
    const all = [...this.byCode.values()];
    // Counties count only if a text names nothing above them.
    this.files = [
      Places.index(all.filter((place) => Places.rank(place.code) < 3)),
      Places.index(all.filter((place) => Places.rank(place.code) === 3)),
    ];
    this.scopes = new Map();
  }

  /** What of a text matters when names are compared. */
  static key(text) {
    return text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/sha\u030cnxi/g, "shaanxi")
      .replace(/\p{M}/gu, "")
      .replace(/[\s/,、>·'’‘`-]+/g, "");
  }

  static rank(code) {
    if (code === Places.CORPS) return 1;
    if (code.endsWith("0000")) return 0;
    return code.endsWith("00") ? 2 : 3;
  }

  static index(places) {
    const named = new Map();
    for (const { code, keys } of places) {
      for (const key of keys) {
        if (!named.has(key)) named.set(key, []);
        named.get(key).push(code);
      }
    }
    return { codes: new Set(places.map(({ code }) => code)), named };
  }

  static highest(codes) {
    const highest = Math.min(...codes.map(Places.rank));
    return codes.filter((code) => Places.rank(code) === highest).sort();
  }

  /**
   * The division that a text certainly names, several if it is ambiguous, or
   * none; and the part of the text that names it.
   * @param {string} text
   * @returns {Located}
   */
  locate(text) {
    const isChinese = /^[\u4e00-\u9fff]/.test(text);
    return (isChinese ? null : this.ofCode(text)) ?? this.ofWords(text);
  }

  located(codes, read, basis) {
    return { places: codes.map((code) => this.byCode.get(code)), read, basis };
  }

  // Codes

  ofCode(text) {
    if (text.length > Places.LONGEST) return null;
    let code = text.normalize("NFKC").trim().replace(/^[="]+|[="]+$/g, "");
    code = /^([^.]*)\.0*$/.exec(code)?.[1] ?? code;
    // 33-07-82 is a code, too; and 11-12 is a date.
    const digits = Places.key(code);
    const isCode =
      /^([0-9]{6}){1,2}$/.test(digits) ||
      /^([0-9]{2}|[0-9]{4}|[0-9]{9})$/.test(code);
    if (isCode) return this.ofDigits(digits.slice(0, 6), text, "code");
    code = code.replace(/[ -]/g, "").toUpperCase();
    return Places.isCreditCode(code)
      ? this.ofDigits(code.slice(2, 8), text, "credit-code")
      : null;
  }

  ofDigits(digits, text, basis) {
    const code = this.nearestOf(digits);
    for (const head of [digits, digits.slice(0, 4)]) {
      const own = head.padEnd(6, "0");
      if (own === code) break;
      const holder = Places.tables.retired[own];
      if (holder) return this.located([holder], text, "retired");
    }
    return code ? this.located([code], text, basis) : null;
  }

  nearestOf(digits) {
    for (const length of [6, 4, 2]) {
      const head = digits.slice(0, length);
      const isCorps = head === Places.CORPS_CITIES;
      const code = isCorps ? Places.CORPS : head.padEnd(6, "0");
      if (head.length === length && this.byCode.has(code)) return code;
    }
    return undefined;
  }

  static isCreditCode(code) {
    if (!/^\d{8}.{10}$/.test(code)) return false;
    const values = [...code].map((sign) => Places.CHECKED.indexOf(sign));
    if (values.includes(-1)) return false;
    const sum = values.reduce(
      (total, value, i) => total + value * Places.WEIGHTS[i],
      0,
    );
    return sum % 31 === 0;
  }

  // Addresses

  ofWords(text) {
    const { key, ends } = Places.folded(text);
    let start = 0;
    let found = this.readNames(key, 0, "");
    if (!found) {
      start = Places.BEFORE.exec(key)?.[0].length ?? 0;
      found = start ? this.readNames(key, start, "") : null;
    }
    if (!found || /^[a-z]/i.test(key.slice(found.end))) {
      const exact = this.exact(text, key, start);
      if (exact) return exact;
    }
    if (!found) return this.located([], "", "");
    const codes = [...found.codes, ...this.contradicting(key, found)];
    if (codes.length > 1) return this.located(codes, "", "");
    const isWhole = found.end === key.length && text.length <= Places.LONGEST;
    const end = isWhole ? text.length : ends[found.end - 1];
    let basis = "address";
    if (found.isRetired) basis = "retired";
    else if (isWhole && !start && !found.isZone) basis = "name";
    return this.located(found.codes, text.slice(0, end), basis);
  }

  /** The division of another province that follows a province: 浙江省苏州市. */
  contradicting(key, { codes: [code], end, isZone }) {
    const isProvince = Places.rank(code) === 0 && !isZone;
    const other = isProvince ? this.readNames(key, end, "") : null;
    return other && !other.isZone && other.codes.length === 1 ? other.codes : [];
  }

  /** The answer to an exact name or code, also behind the country, or null. */
  exact(text, key, start) {
    const name = key.slice(start);
    const mayBe = /[a-z]/i.test(key) || this.namesOf(name).length;
    if (text.length > Places.LONGEST || !mayBe) return null;
    const codes = this.find(start ? name : text).map(({ code }) => code);
    if (codes.length !== 1) return codes.length ? this.located(codes, "", "") : null;
    if (!start) return this.located(codes, text, /\d/.test(key) ? "code" : "name");
    // 中国南海 is a sea.
    return Places.rank(codes[0]) === 3 ? null : this.located(codes, text, "address");
  }

  /** The letters and digits of a text's beginning, and where each ends. */
  static folded(text) {
    let key = "";
    const ends = [];
    let end = 0;
    for (const character of [...text].slice(0, Places.LONGEST)) {
      end += character.length;
      for (const letter of character.normalize("NFKC").toLowerCase()) {
        if (!/[\p{L}\p{N}]/u.test(letter)) continue;
        key += letter;
        for (let i = 0; i < letter.length; i += 1) ends.push(end);
      }
    }
    return { key, ends };
  }

  /** The names that may follow a division, by their first two characters. */
  scope(code) {
    if (!this.scopes.has(code)) {
      const found = new Map();
      const names = Places.tables.scopes[code]?.split(" ") ?? [];
      for (const name of names) {
        const text = name.slice(0, -8);
        const start = text.slice(0, 2);
        if (!found.has(start)) found.set(start, []);
        const flags = Number(name.at(-1));
        found.get(start).push({
          text,
          code: name.slice(-8, -2),
          kind: Number(name.at(-2)),
          isRetired: flags % 2 === 1,
          isZone: flags > 1,
        });
      }
      this.scopes.set(code, found);
    }
    return this.scopes.get(code);
  }

  /** @returns {Found | null} */
  readNames(key, start, scope) {
    let best = [];
    let bestRank = 0;
    for (const name of this.scope(scope).get(key.slice(start, start + 2)) ?? []) {
      if (!key.startsWith(name.text, start)) continue;
      const found = this.read(key, start, scope, name);
      if (!found) continue;
      // The longest; without a zone; with the longest first name.
      const rank = found.end * 1000 + (found.isZone ? 0 : 100) + name.text.length;
      if (rank > bestRank) {
        best = [];
        bestRank = rank;
      }
      if (rank === bestRank) best.push(found);
    }
    if (best.length < 2) return best[0] ?? null;
    const found = this.merged(best);
    return found.codes.length === 1 || !scope ? found : Places.found(start, [scope]);
  }

  static found(end, codes, isRetired = false, isZone = false) {
    return { end, codes, isRetired, isZone };
  }

  /** What a name means together with those after it, where it counts. */
  read(key, start, scope, name) {
    const { text, code, kind, isRetired, isZone } = name;
    const end = start + text.length;
    if (end === key.length) {
      const counts =
        kind === Places.FULL || (kind !== Places.FILLER && (scope || isZone));
      return counts ? Places.found(end, [code], isRetired, isZone) : null;
    }
    if (kind !== Places.FULL && Places.tables.generic.includes(key[end])) {
      // The full name is there, too: only 乐山 and 市中区 are 乐山市中区.
      return kind === Places.DISTRICT ? null : this.readNames(key, end, code);
    }
    const other = Places.OTHER_ENDS[text.at(-1)];
    if (other && key.startsWith(other, end)) return null;
    // 莘县路8号 is in 青岛, and 息县路口乡 in 息县.
    if (text.length === 2 && /^路(?!\p{L})/u.test(key.slice(end))) return null;
    const hasMore = kind !== Places.DISTRICT && this.scope(code).size > 0;
    let found = hasMore ? this.readNames(key, end, code) : null;
    let zoneEnd = 0;
    if (!found && (hasMore || kind !== Places.FULL)) {
      zoneEnd = this.endOfZone(key, end, name);
      if (zoneEnd && hasMore) found = this.readNames(key, zoneEnd, code);
    }
    if (found) {
      return {
        ...found,
        isRetired: found.isRetired || isRetired,
        isZone: found.isZone || isZone,
      };
    }
    if (kind === Places.FULL) return Places.found(end, [code], isRetired, isZone);
    if (kind === Places.FILLER) return null;
    if (zoneEnd) return Places.found(zoneEnd, [code], isRetired, true);
    if (!scope || Places.match("other", key, end, Places.WORD)) return null;
    return kind === Places.DISTRICT
      ? Places.found(start, [scope])
      : Places.found(end, [code], isRetired, isZone);
  }

  merged(found) {
    const codes = [...new Set(found.flatMap((each) => each.codes))];
    const isRetired = found.some((each) => each.isRetired);
    // What took the place of a retired county may be a city, and 万县市 was
    // 万州区 first, and then 重庆市 around it.
    const isNested = codes.some((code) =>
      codes.every((each) => [each, ...this.above(each)].includes(code)),
    );
    const kept = isRetired && !isNested ? codes.sort() : Places.highest(codes);
    const isZone = found.some((each) => each.isZone);
    return Places.found(found[0].end, kept, isRetired, isZone);
  }

  /** Where the words of a development zone end, or 0. */
  endOfZone(key, start, { text, kind, code }) {
    let zone = "zone or town";
    // 龙泉驿经济技术开发区 is not in 龙泉市.
    const longer = key.slice(start - text.length, start + 1);
    if (kind === Places.FULL || this.namesOf(longer).length) zone = "zone";
    else if (kind === Places.SHORT) {
      const isCity = this.byCode.get(code).name.endsWith("市");
      if (code.endsWith("00")) zone = "zone of a prefecture";
      else if (isCity) zone = "zone of a city";
    }
    const length = Places.match(zone, key, start, Places.ZONE);
    return length ? start + length : 0;
  }

  /** How much of a key matches a pattern of the library: 大连西路 is a road. */
  static match(kind, key, start, most) {
    Places.compiled[kind] ??= new RegExp(`^(?:${Places.tables.patterns[kind]})`);
    const found = Places.compiled[kind].exec(key.slice(start, start + most));
    return found ? found[0].length : 0;
  }

  // Exact names

  /**
   * The divisions that a text names exactly: one, several that share the name,
   * or none.
   * @param {string} text
   * @returns {Place[]}
   */
  find(text) {
    if (text.length > Places.LONGEST) return [];
    const key = Places.key(text);
    let codes = this.codesNamed(key);
    if (!codes.length && key.endsWith("市辖区")) {
      codes = this.codesNamed(key.slice(0, -3)).filter((code) =>
        this.isOnItsOwn(code),
      );
    }
    if (!codes.length) codes = this.inWords(text, key);
    if (!codes.length) return [];
    if (Places.rank(codes[0]) === 3 && !/^\d+$/.test(key)) {
      codes = [...new Set([...codes, ...this.rivals(text, key, codes)])].sort();
    }
    return codes.map((code) => this.byCode.get(code));
  }

  codesNamed(key) {
    for (const file of this.files) {
      const codes = this.search(file, key);
      if (codes.length) return codes;
    }
    return [];
  }

  namesOf(key) {
    return this.files.flatMap(({ named }) => named.get(key) ?? []);
  }

  search({ codes, named }, key) {
    if (/^[0-9]{6}([0-9]{6})?$/.test(key)) {
      const code = key.slice(0, 6);
      return codes.has(code) ? [code] : [];
    }
    const whole = named.get(key) ?? [];
    if (whole.length) return Places.highest(whole);
    const inPath = new Set();
    for (let end = 1; end < key.length; end += 1) {
      for (const code of named.get(key.slice(end)) ?? []) {
        const heads = this.heads(code, key.slice(end));
        if (heads.has(key.slice(0, end))) inPath.add(code);
      }
    }
    return Places.highest([...inPath]);
  }

  isOnItsOwn(code) {
    const isInCity = Places.rank(code) === 3 && this.above(code).length > 1;
    return !isInCity && this.byCode.get(code).name.endsWith("市");
  }

  /** Divisions elsewhere that had the name until they were retired. */
  rivals(text, key, codes) {
    const { rivals } = Places.tables;
    const isName = this.namesOf(key).length > 0;
    if (isName) return rivals[key] ?? [];
    if (!/^[\0-\x7f]*$/.test(key) || text.includes(",")) return [];
    // Tieling Qinghe is a path, and Jiangbei District is none.
    if (this.codesNamed(key).length) return [];
    return codes.flatMap((code) => {
      const { name, shortName } = this.byCode.get(code);
      return [...(rivals[name] ?? []), ...(rivals[shortName] ?? [])];
    });
  }

  // English

  inWords(text, key) {
    if (!/^[\0-\x7f]?$/.test(key.slice(0, 1))) return [];
    if (/^cn\d+$/.test(key)) {
      const older = { cn91: "81", cn92: "82" };
      const code = `${older[key] ?? key.slice(2)}0000`;
      return this.codesNamed(code).length ? [code] : [];
    }
    const found = new Set();
    for (const [part, ...above] of this.readings(text)) {
      if (found.size && !above.length) continue;
      for (const code of this.spelled(part)) {
        const isBelow = above.every((each) => {
          const codes = this.spelled(each);
          return this.above(code).some((one) => codes.includes(one));
        });
        if (isBelow) found.add(code);
      }
    }
    return Places.highest([...found]);
  }

  spelled({ key, endings }) {
    return this.namesOf(key).filter((code) =>
      endings.some((ending) => this.byCode.get(code).name.endsWith(ending)),
    );
  }

  /** The names that a text may consist of, the smallest division first. */
  *readings(text) {
    const { countries } = Places.tables;
    const names = text
      .split("(")[0]
      .normalize("NFKD")
      .toLowerCase()
      .split(/[,、;]/)
      .map((name) => {
        const words = name
          .split(/[\s-]+/)
          .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ""))
          .filter(Boolean);
        // Zhejiang Province China
        const isCountry = (_, n) => countries.includes(words.slice(n).join(""));
        const end = words.findIndex(isCountry);
        return words.slice(0, end < 0 ? words.length : end);
      })
      .filter((words) => words.length);
    const orders = [names, names.toReversed()].slice(0, names.length);
    for (const [smallest, ...above] of orders) {
      const heads = above.map((words) => this.parts(words).next().value);
      for (const part of this.parts(smallest)) yield [part, ...heads];
    }
  }

  /** A name without its generic words, and without those of its peoples. */
  *parts(words) {
    let endings = [""];
    for (const count of [3, 2, 1]) {
      const found = Places.tables.endings[words.slice(-count).join(" ")];
      if (found && words.length > count) {
        words = words.slice(0, -count);
        endings = found;
        break;
      }
    }
    yield { key: words.join(""), endings };
    if (endings[0].startsWith("自治")) {
      for (let count = words.length - 1; count > 0; count -= 1) {
        yield { key: words.slice(0, count).join(""), endings };
      }
    }
  }

  // Paths

  above(code) {
    const codes = [`${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
    return codes.filter((each) => each !== code && this.byCode.has(each));
  }

  /** The keys that may stand before a division's name in a path. */
  heads(code, name) {
    const above = this.above(code)
      .reverse()
      .map((each) => [...this.byCode.get(each).keys]);
    if (Places.rank(code) === 3 && above.length === 1) {
      const between = [...above[0], ...Places.FILLERS];
      if (code.startsWith(Places.CORPS_CITIES)) {
        between.push(...this.byCode.get(Places.CORPS).keys);
      }
      above.push(between);
    } else if (Places.rank(code) === 3) {
      above[1].push(...above[1].map((name) => `${name}市辖区`));
    }
    if (name === this.byCode.get(code).name && this.isOnItsOwn(code)) {
      // 北京市北京市, 广东省东莞市东莞市
      above.push([...this.byCode.get(code).keys]);
    }
    let heads = [""];
    for (const names of above) {
      heads = heads.flatMap((head) =>
        [...names, ""].map((name) => head + name),
      );
    }
    return new Set(heads);
  }

  /** The names from the province down to a division, in one. */
  path(place) {
    const above = this.above(place.code).reverse();
    return [...above, place.code]
      .map((code) => this.byCode.get(code).name)
      .join("");
  }

  /** The English names from a division up to the province. */
  englishPath(place) {
    return [place.code, ...this.above(place.code)]
      .map((code) => this.byCode.get(code).english)
      .join(", ");
  }

  // Suggestions

  /**
   * The divisions that may be meant by a text that names none: those whose name
   * contains it, else those with the most similar names.
   * @param {string} text
   * @param {number} most
   * @returns {Place[]}
   */
  near(text, most) {
    const key = Places.key(text);
    if (!key || text.length > 50) return [];
    const having = this.having(key);
    return having.length ? having.slice(0, most) : this.alike(key).slice(0, 3);
  }

  /** Those with a key in one of their names, from the highest level down. */
  having(key) {
    const ranked = [[], [], [], []];
    for (const place of this.byCode.values()) {
      if ([...place.keys].some((each) => each.includes(key))) {
        ranked[Places.rank(place.code)].push(place);
      }
    }
    return ranked.flat();
  }

  /** Those with a name that is half right, the best first. */
  alike(key) {
    const found = [];
    for (const place of this.byCode.values()) {
      const names = [...place.keys, Places.key(this.path(place))];
      const likeness = Math.max(
        ...names.map((name) => Places.likeness(name, key)),
      );
      if (likeness >= 0.5) found.push({ place, likeness });
    }
    return found
      .sort(
        (one, other) =>
          other.likeness - one.likeness ||
          Places.rank(one.place.code) - Places.rank(other.place.code),
      )
      .map(({ place }) => place);
  }

  /**
   * How much of two keys is the same, in the same order: from 0 to 1. Letters
   * in the same place count a little more: 义鸟 is 义乌 rather than 尚义.
   */
  static likeness(one, other) {
    const [least, most] = [one.length, other.length].sort((a, b) => a - b);
    // Even if all of the shorter key is shared, that is less than half.
    if (3 * least < most) return 0;
    // The longest common subsequence, by the beginnings of both.
    let shared = new Array(other.length + 1).fill(0);
    for (const letter of one) {
      const before = shared;
      shared = [0];
      for (let i = 0; i < other.length; i += 1) {
        shared.push(
          letter === other[i]
            ? before[i] + 1
            : Math.max(before[i + 1], shared[i]),
        );
      }
    }
    const inPlace = [...one].filter((letter, i) => letter === other[i]).length;
    return (2 * shared.at(-1)) / (one.length + other.length) + inPlace / 1000;
  }
}
