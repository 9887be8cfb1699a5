/* Planbook's reader: colours, editions, terms, charts, search. No dependency; every page works without it. */
(function () {
  "use strict";

  const root = document.documentElement;
  const body = document.body;
  const assets = new URL(".", document.currentScript.src);
  const edition = new URL(document.currentScript.dataset.edition || "../", document.baseURI);
  const wordsElement = document.getElementById("planbook-words");
  if (!wordsElement) return;
  const words = JSON.parse(wordsElement.textContent);
  root.classList.add("js"); // a page of Planbook's own frame has it already
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "class") element.className = value;
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  function fill(template, fields) {
    return template.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
  }

  function loadScript(address) {
    return new Promise((resolve, reject) => {
      const script = make("script", { src: address });
      script.onload = resolve;
      script.onerror = () => reject(new Error(address));
      document.head.append(script);
    });
  }

  /* ---- Colours: the system's choice until the reader makes another ---------------------------------------------- */

  const themeButton = document.querySelector("[data-theme-switch]");
  const themeListeners = [];

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches;
  }

  function themeChanged() {
    if (themeButton) themeButton.setAttribute("aria-pressed", String(isDark()));
    themeListeners.forEach((listener) => listener());
  }

  function chooseTheme(dark) {
    // Choosing what the system says anyway means: follow the system again.
    const choice = dark === systemDark.matches ? null : dark ? "dark" : "light";
    if (choice) root.dataset.theme = choice;
    else delete root.dataset.theme;
    try {
      if (choice) localStorage.setItem("planbook-theme", choice);
      else localStorage.removeItem("planbook-theme");
    } catch (error) {
      // Storage can be closed to pages; the choice then lasts as long as the page.
    }
    themeChanged();
  }

  if (themeButton) themeButton.addEventListener("click", () => chooseTheme(!isDark()));
  systemDark.addEventListener("change", themeChanged);
  // Quarto's pages say it by a class of the body.
  new MutationObserver(themeChanged).observe(body, { attributes: true, attributeFilter: ["class"] });
  themeChanged();

  /* ---- Menus close when the reader goes elsewhere ---------------------------------------------------------------- */

  const menus = [...document.querySelectorAll("details.tool-menu")];
  document.addEventListener("click", (event) => {
    menus.forEach((menu) => {
      const inside = menu.contains(event.target);
      if (!inside || (event.target.closest("a") && menu.classList.contains("menu"))) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus.filter((menu) => menu.open).forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  menus.forEach((menu) => menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  }));

  /* ---- Editions published after this one ------------------------------------------------------------------------- */

  function editionAddress(edition) {
    const language = body.dataset.language;
    const here = `${language}/${body.dataset.page}`;
    const pages = edition.pages || [];
    const there = pages.includes(here) ? here : pages.includes(`${language}/index`) ? `${language}/index` : pages[0];
    return there ? `${body.dataset.siteRoot}${nameOf(edition)}/${there}.html` : null;
  }

  // An edition is called 2023, or 2023-06 where its figures end in June: before that of the whole year.
  function nameOf(edition) {
    return edition.name || String(edition.year);
  }

  function isLater(name, other) {
    const whole = (one) => (one.includes("-") ? one : `${one}-99`);
    return whole(name) > whole(other);
  }

  function showEditions(editions) {
    const year = body.dataset.year;
    const list = document.querySelector("[data-years] ul");
    const known = list ? [...list.querySelectorAll("a")].map((link) => link.textContent) : [];
    for (const edition of editions) {
      const address = editionAddress(edition);
      if (!list || !address || known.includes(nameOf(edition))) continue;
      const item = make("li", {}, make("a", { href: address }, nameOf(edition)));
      const after = [...list.children].find((child) => isLater(child.textContent, nameOf(edition)));
      list.insertBefore(item, after || null);
    }
    const newest = editions.reduce((best, edition) => (isLater(nameOf(edition), nameOf(best)) ? edition : best), { name: year });
    const address = isLater(nameOf(newest), year) && editionAddress(newest);
    if (!address) return;
    const link = make("a", { href: address }, fill(words.newer, { year: nameOf(newest) }));
    document.querySelector(".masthead").after(make("aside", { class: "newer", "aria-label": link.textContent }, make("p", {}, link)));
  }

  if (document.querySelector("[data-years]")) {
    loadScript(`${body.dataset.siteRoot}editions.js`).then(() => showEditions(window.planbookEditions || []), () => {});
  }

  /* ---- Anchors on headings, and where one is in the list of them -------------------------------------------------- */

  document.querySelectorAll("article h2, article h3").forEach((heading) => {
    const id = heading.id || (heading.parentElement.tagName === "SECTION" && heading.parentElement.id);
    if (id) heading.append(make("a", { class: "anchor", href: `#${id}`, "aria-label": words.anchor }, "#"));
  });

  const tocLinks = new Map();
  document.querySelectorAll(".margin .toc a[href^='#']").forEach((link) => {
    const target = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (target) tocLinks.set(target, link);
  });
  if (tocLinks.size && "IntersectionObserver" in window) {
    const targets = [...tocLinks.keys()];
    const mark = () => {
      const passed = targets.filter((target) => target.getBoundingClientRect().top < innerHeight * 0.3);
      const current = passed[passed.length - 1];
      tocLinks.forEach((link, target) => {
        if (target === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    };
    const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px" });
    targets.forEach((target) => observer.observe(target));
  }

  /* ---- Terms: the explanation on hover and on focus --------------------------------------------------------------- */

  let popup = null;
  let hideTimer = 0;

  function hideTerm() {
    clearTimeout(hideTimer);
    if (!popup) return;
    popup.term.removeAttribute("aria-describedby");
    popup.element.remove();
    popup = null;
  }

  function hideTermSoon() {
    hideTimer = setTimeout(hideTerm, 200); // time to move the pointer onto the explanation
  }

  function showTerm(term) {
    clearTimeout(hideTimer);
    if (popup && popup.term === term) return;
    hideTerm();
    const element = make("div", { class: "term-popup", role: "tooltip", id: "term-popup" }, term.dataset.definition);
    body.append(element);
    const box = (term.getClientRects()[0] || term.getBoundingClientRect());
    const left = Math.max(16, Math.min(box.left, root.clientWidth - element.offsetWidth - 16));
    const below = box.bottom + element.offsetHeight + 8 < innerHeight || box.top < element.offsetHeight + 8;
    element.style.left = `${left + scrollX}px`;
    element.style.top = `${(below ? box.bottom + 4 : box.top - element.offsetHeight - 4) + scrollY}px`;
    element.addEventListener("pointerenter", () => clearTimeout(hideTimer));
    element.addEventListener("pointerleave", hideTermSoon);
    term.setAttribute("aria-describedby", "term-popup");
    popup = { term, element };
  }

  document.querySelectorAll("dfn.term[data-definition]").forEach((term) => {
    term.addEventListener("pointerenter", () => showTerm(term));
    term.addEventListener("pointerleave", hideTermSoon);
    term.addEventListener("focus", () => showTerm(term));
    term.addEventListener("blur", hideTerm);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTerm();
  });

  /* ---- Copying a citation ----------------------------------------------------------------------------------------- */

  function copyText(text) {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const area = make("textarea", { class: "visually-hidden", "aria-hidden": "true" });
    area.value = text;
    body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  document.querySelectorAll(".citation").forEach((box) => {
    const text = /^(P|PRE)$/.test(box.tagName) ? box : box.querySelector(".citation-text, pre, p");
    if (!text) return;
    const button = make("button", { type: "button", class: "button", "aria-live": "polite" }, words.copy);
    const row = make("div", { class: "citation-row" });
    text.replaceWith(row);
    row.append(text, button);
    button.addEventListener("click", () => {
      const address = /^https?:$/.test(location.protocol) && text.tagName !== "PRE" ? ` ${location.href.split("#")[0]}` : "";
      copyText(text.textContent.trim() + address).then(() => {
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = words.copy; }, 2000);
      }, () => {
        getSelection().selectAllChildren(text);
      });
    });
  });

  /* ---- Charts: the drawing says what is pointed at; Plotly draws only what an author made with it ------------------- */

  // The place for what is said: beside its mark, where it covers the fewest words of the drawing.
  function placeTip(bubble, area, mark, texts) {
    const room = area.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = bubble;
    const middle = (mark.left + mark.right) / 2;
    const level = (mark.top + mark.bottom) / 2;
    const gap = 8;
    const places = [
      [middle - width / 2, mark.top - height - gap], [middle - width / 2, mark.bottom + gap],
      [mark.right + gap, level - height / 2], [mark.left - width - gap, level - height / 2],
      [mark.right + gap, mark.top - height - gap], [mark.left - width - gap, mark.top - height - gap],
      [mark.right + gap, mark.bottom + gap], [mark.left - width - gap, mark.bottom + gap],
    ];
    const covered = (left, top, box) =>
      Math.max(0, Math.min(left + width, box.right) - Math.max(left, box.left)) *
      Math.max(0, Math.min(top + height, box.bottom) - Math.max(top, box.top));
    let best = null;
    for (const [wantedLeft, top] of places) {
      const left = Math.min(Math.max(wantedLeft, room.left), Math.max(room.right - width, room.left));
      const cost = texts.reduce((sum, box) => sum + covered(left, top, box), 0) + 4 * covered(left, top, mark)
        + Math.abs(left - wantedLeft) + (top < 0 || top + height > innerHeight ? 1e5 : 0);
      if (!best || cost < best.cost) best = { left, top, cost };
    }
    bubble.style.left = `${best.left - room.left}px`;
    bubble.style.top = `${best.top - room.top}px`;
  }

  function enhanceTips(area) {
    if (!area.querySelector("[data-tip]")) return;
    const bubble = make("div", { class: "chart-tip", hidden: true, "aria-hidden": "true" });
    const spoken = make("p", { class: "visually-hidden", role: "status" });
    const ring = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    ring.setAttribute("class", "chart-ring");
    let current = null;
    area.append(bubble);
    area.after(spoken);

    const drawing = () => [...area.querySelectorAll("svg")].find((svg) => svg.getClientRects().length);
    const marks = () => { const svg = drawing(); return svg ? [...svg.querySelectorAll("[data-tip]")] : []; };

    function show(mark) {
      if (!mark) { bubble.hidden = true; ring.remove(); current = null; return; }
      if (mark === current) return;
      current = mark;
      bubble.textContent = mark.dataset.tip;
      bubble.hidden = false;
      ["x", "y", "width", "height"].forEach((name) => ring.setAttribute(name, mark.getAttribute(name)));
      mark.after(ring);
      const texts = [...drawing().querySelectorAll("text")].map((text) => text.getBoundingClientRect());
      placeTip(bubble, area, mark.getBoundingClientRect(), texts);
    }

    function nearest(event) {
      let best = null;
      for (const mark of marks()) {
        const box = mark.getBoundingClientRect();
        const across = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
        const along = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
        const size = box.width * box.height; // of two bars over one another the smaller is meant
        const distance = Math.hypot(across, along);
        if (distance <= 24 && (!best || distance < best.distance || (distance === best.distance && size < best.size))) {
          best = { mark, distance, size };
        }
      }
      return best && best.mark;
    }

    area.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") show(nearest(event)); });
    area.addEventListener("pointerleave", () => show(null));
    area.addEventListener("click", (event) => show(nearest(event)));
    area.tabIndex = 0;
    area.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") show(null);
      if (!step) return;
      const known = marks();
      const next = known[Math.min(Math.max(known.indexOf(current) + step, 0), known.length - 1)];
      show(next);
      spoken.textContent = next ? next.dataset.tip.replace(/\n/g, ", ") : "";
      event.preventDefault();
    });
    area.addEventListener("blur", () => show(null));
  }

  function enhanceTools(figure) {
    const served = /^https?:$/.test(location.protocol); // from disk there is no address that others could use
    const copyButton = (label, text) => {
      const button = make("button", { type: "button", class: "button", "aria-live": "polite" }, label);
      button.addEventListener("click", () => copyText(text()).then(() => {
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = label; }, 2000);
      }, () => {}));
      return button;
    };
    const link = figure.querySelector(".chart-link");
    if (link) {
      const label = link.textContent;
      link.addEventListener("click", () => copyText(link.href).then(() => {
        link.textContent = words.copied;
        setTimeout(() => { link.textContent = label; }, 2000);
      }, () => {}));
    }
    const code = figure.querySelector(".chart-embed");
    if (code) {
      if (served) code.value = code.value.replace(/src="([^"]*)"/, (whole, address) => `src="${new URL(address, location.href)}"`);
      code.addEventListener("focus", () => code.select());
      code.after(copyButton(words.copy, () => code.value));
    }
    const cited = figure.querySelector(".chart-citation");
    if (cited) {
      cited.after(copyButton(words.copy, () => `${cited.textContent.trim()} ${link ? link.href : ""}`.trim()));
    }
  }

  // The palette's values on paper, as chart models hold them; on dark ground each becomes its role's value there.
  const paper = JSON.parse((document.getElementById("planbook-colours") || { textContent: "{}" }).textContent);

  function parts(hex) {
    return [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16)).join(",");
  }

  function currentColours() {
    const style = getComputedStyle(root);
    const found = new Map();
    for (const [role, hex] of Object.entries(paper)) {
      const value = style.getPropertyValue(`--${role}`).trim();
      found.set(hex, value);
      found.set(parts(hex), parts(value));
    }
    return found;
  }

  function colourOf(role) {
    return getComputedStyle(root).getPropertyValue(`--${role}`).trim();
  }

  function recolour(value, colours) {
    if (typeof value === "string") {
      return value
        .replace(/#[0-9a-f]{6}\b/gi, (hex) => colours.get(hex.toLowerCase()) || hex)
        .replace(/rgba?\(([^)]*)\)/gi, (whole, inside) => {
          const numbers = inside.split(",").map((part) => part.trim());
          const mapped = colours.get(numbers.slice(0, 3).join(","));
          return mapped ? `${numbers.length > 3 ? "rgba" : "rgb"}(${[mapped, ...numbers.slice(3)].join(",")})` : whole;
        });
    }
    if (Array.isArray(value)) return value.map((item) => recolour(item, colours));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, recolour(item, colours)]));
    }
    return value;
  }

  let plotlyLoading = null;

  // What Plotly and its maps call their rules; plotly.css holds both.
  const PLOTLY_RULES = ["plotly.js-style-global", "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53"];

  // Plotly sets some styles as attributes, which the page's policy refuses; through `style` the same is allowed.
  function setStylesThroughScript() {
    const setAttribute = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
      if (name === "style" && this.style) this.style.cssText = value;
      else setAttribute.call(this, name, value);
    };
  }

  function loadPlotly() {
    if (!plotlyLoading) {
      // Plotly would write its rules into the page, which the page's policy refuses; where it finds these it does not.
      setStylesThroughScript();
      document.head.append(
        make("link", { rel: "stylesheet", id: PLOTLY_RULES[0], class: "no-inline-styles", href: new URL("plotly.css", assets).href }),
        make("meta", { id: PLOTLY_RULES[1] }),
      );
      plotlyLoading = loadScript(new URL("plotly.min.js", assets).href).then(() => {
        const name = root.lang.startsWith("zh") ? "zh-CN" : "en-GB";
        window.Plotly.register({
          moduleType: "locale", name,
          dictionary: { "Zoom": words.zoom, "Reset axes": words.reset, "Double-click to zoom back out": words.reset },
          format: {},
        });
        return name;
      });
      plotlyLoading.catch(() => { plotlyLoading = null; });
    }
    return plotlyLoading;
  }

  function save(name, type, text) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = make("a", { href: address, download: name });
    body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  function tableText(table) {
    const cell = (element) => {
      let text = element.textContent.replace(/\s+/g, " ").trim();
      if (/^[=+\-@]/.test(text) && !/^[+-]?[\d.,\s]+%?$/.test(text)) text = `'${text}`; // never a formula in a spreadsheet
      return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    };
    return `\ufeff${[...table.rows].map((row) => [...row.cells].map(cell).join(",")).join("\r\n")}\r\n`;
  }

  function enhanceChart(figure) {
    const drawing = figure.querySelector(".chart-static");
    const model = figure.querySelector("script.chart-model");
    const details = figure.querySelector("details.chart-data");
    const table = details && details.querySelector("table");
    if (!drawing) return;
    const live = drawing.classList.contains("chart-live"); // has no drawing: its table stands in for one
    const still = live ? "table" : "drawing";
    figure.classList.add("enhanced");

    const title = (figure.querySelector(".chart-title") || drawing).textContent.trim();
    const area = make("div", { class: "chart-interactive", role: "group", "aria-label": `${title} (${words.interactive})` });
    const status = make("p", { class: "chart-status", role: "status" });
    const faces = make("div", { class: "chart-faces", role: "group", "aria-label": words.faces });
    const given = figure.querySelector(".chart-tools");
    const tools = given || make("div", { class: "chart-tools" });
    tools.prepend(faces);
    const buttons = {};
    let chosen = false; // the reader picked a face; reaching for the figure no longer changes it
    let drawn = false;
    let narrow = false;

    function addFace(name, label) {
      buttons[name] = make("button", { type: "button", class: "button", "aria-pressed": String(name === still) }, label);
      buttons[name].addEventListener("click", () => { chosen = true; show(name); });
      faces.append(buttons[name]);
    }

    function setFace(name) {
      figure.dataset.face = name;
      for (const [face, button] of Object.entries(buttons)) button.setAttribute("aria-pressed", String(face === name));
      if (details) details.open = name === "table";
    }

    function isNarrow() {
      return matchMedia("(max-width: 37.49rem)").matches && !document.fullscreenElement; // where the style sheet shows the narrow drawing
    }

    function draw(locale) {
      const wide = recolour(JSON.parse(model.textContent), currentColours());
      narrow = isNarrow();
      const { data, layout } = narrow && wide.narrow ? { data: wide.data, ...wide.narrow } : wide;
      const coarse = matchMedia("(pointer: coarse)").matches;
      const settings = {
        ...layout, autosize: true,
        modebar: { bgcolor: "rgba(0,0,0,0)", color: colourOf("muted"), activecolor: colourOf("ink"), ...layout.modebar },
        dragmode: coarse ? false : layout.dragmode, // a finger on a chart scrolls the page
        transition: reducedMotion.matches ? { duration: 0 } : layout.transition,
      };
      delete settings.width;
      const options = {
        displaylogo: false, responsive: true, scrollZoom: false, locale,
        modeBarButtons: [["zoom2d", "resetScale2d"]], displayModeBar: coarse ? false : "hover",
      };
      return window.Plotly.react(area, data, settings, options).then(() => { drawn = true; });
    }

    function show(name) {
      if (name !== "interactive") { setFace(name); status.textContent = ""; return; }
      if (!window.Plotly) status.textContent = words.loading;
      loadPlotly().then((locale) => {
        status.textContent = "";
        const height = drawing.offsetHeight;
        if (height && !drawn) area.style.minHeight = `${height}px`;
        setFace("interactive");
        return draw(locale);
      }).catch(() => {
        setFace(still);
        status.textContent = words.failed;
      });
    }

    if (!live) addFace("drawing", words.drawing);
    if (model) addFace("interactive", words.interactive);
    if (table) addFace("table", words.table);
    if (Object.keys(buttons).length === 1) faces.replaceChildren();

    const addTool = (label, name, action) => {
      const button = make("button", { type: "button", class: "button", "aria-label": name, title: name }, label);
      button.addEventListener("click", action);
      tools.append(button);
      return button;
    };
    if (table && !given) addTool("CSV", words.csv, () => save(`${figure.id || "chart"}.csv`, "text/csv;charset=utf-8", tableText(table)));
    if (figure.requestFullscreen && document.fullscreenEnabled) {
      addTool(words.full, words.full, () => {
        if (document.fullscreenElement) document.exitFullscreen();
        else figure.requestFullscreen();
      }).className = "button chart-full";
      figure.addEventListener("fullscreenchange", () => {
        if (drawn && window.Plotly) window.Plotly.Plots.resize(area);
      });
    }
    drawing.after(area);
    (details || area).after(status);
    if (!given) status.after(tools);
    enhanceTips(drawing);
    enhanceTools(figure);

    const redraw = () => { if (drawn) loadPlotly().then(draw); };
    themeListeners.push(redraw);
    addEventListener("resize", () => { if (drawn && narrow !== isNarrow()) redraw(); });

    if (live) {
      setFace(still);
      const observer = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        if (!chosen) show("interactive");
      });
      observer.observe(figure);
    } else if (model && !(navigator.connection && navigator.connection.saveData)) {
      const reach = () => { if (!chosen && figure.dataset.face !== "interactive") show("interactive"); };
      let dwell = 0;
      drawing.addEventListener("pointerenter", (event) => {
        if (event.pointerType === "mouse") dwell = setTimeout(reach, 250); // passing over is not reaching
      });
      drawing.addEventListener("pointerleave", () => clearTimeout(dwell));
      drawing.addEventListener("click", reach); // a tap; a swipe scrolls and sends none
    }
  }

  document.querySelectorAll(".chart").forEach(enhanceChart); // Quarto puts its own figure into it

  /* ---- Tables that are wider than the page say so ------------------------------------------------------------------ */

  const wide = [...document.querySelectorAll(".table-scroll")];
  const markWide = () => wide.forEach((box) => box.classList.toggle("scrolls", box.scrollWidth > box.clientWidth + 1));
  if (wide.length) {
    markWide();
    addEventListener("resize", markWide);
  }

  /* ---- Search in Chinese: the text itself is looked through, so that no cut of words can miss a page ---------------- */

  const escapeText = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const halfWidth = (text) => text.replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

  function chineseSearch(pages) {
    const pattern = (term) => new RegExp([...term].map((sign) => sign.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s?"), "giu");
    const times = (text, term) => (text.match(pattern(term)) || []).length;

    function excerpt(text, terms) {
      const first = Math.max(0, ...terms.map((term) => text.search(pattern(term))));
      const cut = text.slice(Math.max(0, first - 20), first + 60);
      const spots = terms.flatMap((term) => [...cut.matchAll(pattern(term))].map((one) => [one.index, one.index + one[0].length]));
      let shown = "";
      let at = 0;
      for (const [from, to] of spots.sort((one, other) => one[0] - other[0])) {
        if (from < at) continue;
        shown += `${escapeText(cut.slice(at, from))}<mark>${escapeText(cut.slice(from, to))}</mark>`;
        at = to;
      }
      return shown + escapeText(cut.slice(at));
    }

    function search(query, { filters }) {
      const terms = halfWidth(query).split(/\s+/).filter(Boolean);
      const wanted = filters.kind === "indicator";
      const hits = [];
      for (const page of pages) {
        if (page.indicator !== wanted) continue;
        const whole = page.sections.map(([, head, text]) => `${head} ${text}`).join(" ");
        if (!terms.every((term) => pattern(term).test(whole))) continue;
        const weigh = (text) => terms.reduce((sum, term) => sum + Math.min(times(text, term), 20), 0);
        const parts = page.sections.map(([anchor, head, text]) => ({
          title: head, url: page.url + (anchor ? `#${encodeURIComponent(anchor)}` : ""), text: `${head} ${text}`, weight: weigh(text) + 10 * weigh(head),
        })).filter((part) => part.weight);
        hits.push({ page, parts, weight: 50 * weigh(page.title) + parts.reduce((sum, part) => sum + part.weight, 0) });
      }
      hits.sort((one, other) => other.weight - one.weight);
      return {
        results: hits.map(({ page, parts }) => ({
          data: async () => ({
            url: new URL(page.url, edition).href,
            meta: { title: page.title },
            excerpt: "",
            sub_results: parts.map((part) => ({
              title: part.title, url: new URL(part.url, edition).href, excerpt: excerpt(part.text, terms), locations: Array(Math.max(1, part.weight)).fill(0),
            })),
          }),
        })),
      };
    }
    return { search };
  }

  /* ---- Search: read only when the reader searches; in English by Pagefind ------------------------------------------ */

  const searchButton = document.querySelector("[data-search]");
  let dialog = null;
  let pagefind = null;

  function searchDialog() {
    const input = make("input", {
      type: "search", placeholder: words.placeholder, "aria-label": words.search, autocomplete: "off", spellcheck: "false",
      "aria-controls": "search-results",
    });
    const close = make("button", { type: "button", class: "button" }, words.close);
    const status = make("p", { class: "search-status", role: "status" }, words.hint);
    const results = make("div", { class: "search-results", id: "search-results" });
    const element = make("dialog", { class: "search", "aria-label": words.search },
      make("div", { class: "search-bar" }, input, close), status, results);
    close.addEventListener("click", () => element.close());
    element.addEventListener("click", (event) => { if (event.target === element) element.close(); });
    body.append(element);

    let round = 0;
    let timer = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(run, 120);
    });
    element.addEventListener("keydown", (event) => {
      const stops = [input, ...results.querySelectorAll("a, button")];
      const at = stops.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && at < stops.length - 1) stops[at + 1].focus();
      else if (event.key === "ArrowUp" && at > 0) stops[at - 1].focus();
      else if (event.key === "Escape" && !event.isComposing) element.close(); // a search field would only empty itself
      else if (event.key === "Enter" && at === 0 && !event.isComposing && stops.length > 1) stops[1].click();
      else return;
      event.preventDefault();
    });

    async function run() {
      const query = input.value.trim();
      const mine = ++round;
      if (!pagefind) return;
      if (!query) {
        results.replaceChildren();
        status.textContent = words.hint;
        return;
      }
      if (!results.childElementCount) status.textContent = words.searching;
      const [indicators, others] = await Promise.all([
        pagefind.search(query, { filters: { kind: "indicator" } }),
        pagefind.search(query, { filters: { not: { kind: "indicator" } } }),
      ]);
      if (mine !== round) return;
      const groups = [
        { title: words.indicators, hits: indicators.results, shown: 5 },
        { title: words.others, hits: others.results, shown: 8 },
      ].filter((group) => group.hits.length);
      const sections = await Promise.all(groups.map(section));
      if (mine !== round) return;
      const total = indicators.results.length + others.results.length;
      status.textContent = fill(total === 0 ? words.none : total === 1 ? words.one : words.many, { query, number: total });
      results.replaceChildren(...sections);
      results.scrollTop = 0;
    }

    async function section(group) {
      const list = make("ol");
      const element = make("section", {}, make("h3", {}, group.title), list);
      let shown = 0;
      async function more(number) {
        const next = group.hits.slice(shown, shown + number);
        shown += next.length;
        list.append(...(await Promise.all(next.map(item))));
      }
      await more(group.shown);
      if (shown < group.hits.length) {
        const button = make("button", { type: "button", class: "button search-more" }, words.more);
        button.addEventListener("click", async () => {
          const last = list.lastElementChild;
          await more(20);
          last.nextElementSibling.querySelector("a").focus();
          if (shown >= group.hits.length) button.remove();
        });
        element.append(button);
      }
      return element;
    }

    async function item(hit) {
      const data = await hit.data();
      const part = (data.sub_results || []).reduce((best, one) => (!best || count(one) > count(best) ? one : best), null);
      const found = part || data;
      const excerpt = make("span", { class: "search-excerpt" });
      excerpt.innerHTML = found.excerpt.replace(/^[\s。，、；：.,;:]+/, ""); // Pagefind escapes the page's text and adds <mark> only
      const title = make("span", { class: "search-title" }, data.meta.title);
      if (part && part.title && part.title !== data.meta.title) title.append(` › ${part.title.replace(/#$/, "")}`);
      return make("li", {}, make("a", { href: found.url }, title, excerpt));
    }

    function count(part) {
      return (part.weighted_locations || part.locations || []).length;
    }

    if (root.lang.startsWith("zh")) {
      const script = make("script", { src: new URL("search/zh.js", edition).href });
      script.addEventListener("load", () => {
        pagefind = chineseSearch(window.planbookPages);
        run();
      });
      script.addEventListener("error", () => { status.textContent = words.unreachable; });
      body.append(script);
    } else if (location.protocol === "file:") {
      status.replaceChildren(words.disk, make("code", {}, words.command));
      input.disabled = true;
    } else {
      import(new URL("pagefind/pagefind.js", edition).href).then(async (found) => {
        await found.options({ excerptLength: 24, ranking: { termFrequency: 0.6 } });
        await found.init();
        pagefind = found;
        run();
      }).catch(() => { status.textContent = words.unreachable; });
    }
    return { element, input, close };
  }

  function openSearch() {
    if (!dialog) dialog = searchDialog();
    if (dialog.element.open) return;
    dialog.element.showModal();
    (dialog.input.disabled ? dialog.close : dialog.input).focus();
    dialog.input.select();
  }

  if (searchButton) {
    searchButton.addEventListener("click", openSearch);
    document.addEventListener("keydown", (event) => {
      const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      const slash = event.key === "/" && !writing && !event.metaKey && !event.ctrlKey && !event.altKey;
      if (slash || ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k")) {
        event.preventDefault();
        openSearch();
      }
    });
  }
})();
