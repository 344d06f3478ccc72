// CodeMirror's styles without a <style> element, which the content security policy forbids:
// as an adopted style sheet, in a layer of its own so that the portal's sheets have the last word.
import { StyleModule as Original } from "../../node_modules/style-mod/src/style-mod.js";

const mounted = new WeakMap();

export class StyleModule extends Original {
  static mount(root, modules) {
    const { sheet, all } = mounted.get(root) ?? { sheet: new CSSStyleSheet(), all: [] };
    const coming = [modules].flat();
    const known = [...coming, ...all.filter((each) => !coming.includes(each))];
    sheet.replaceSync(`@layer codemirror {\n${known.map((each) => each.getRules()).join("\n")}\n}`);
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    mounted.set(root, { sheet, all: known });
  }
}
