"""What scripts/tables/addresses and scripts/tables/names share: keys as
lib/text/fold.c makes them of the characters that occur here, and tables as
lib/norm/lines.c reads them. lib/norm/lines_test.c holds the keys against
fold_key."""
import importlib.machinery
import importlib.util
import os
import unicodedata

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))


def load_variants():
    path = os.path.join(FOLDER, "variants")
    loader = importlib.machinery.SourceFileLoader("variants", path)
    spec = importlib.util.spec_from_loader("variants", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module.classes()


VARIANTS = load_variants()
SMALL = {0x30F5: 0x30AB, 0x30F6: 0x30B1}


def fold_char(char):
    code = ord(char)
    if 0x3041 <= code <= 0x3096 or code in (0x309D, 0x309E):
        code += 0x60
    code = SMALL.get(code, code)
    return chr(VARIANTS.get(code, code))


def key(text):
    text = unicodedata.normalize("NFKC", text).strip().casefold()
    return "".join(fold_char(char) for char in text)


def write(name, table):
    """Lines of a key and its values, by the bytes of the key."""
    path = os.path.join(ROOT, "lib", "norm", name + ".tsv")
    with open(path, "w", encoding="utf-8", newline="\n") as stream:
        for head in sorted(table, key=lambda text: text.encode()):
            stream.write("\t".join([head] + table[head]) + "\n")
