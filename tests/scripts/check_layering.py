#!/usr/bin/env python3
"""Checks who includes whom against section 2 of the architecture, and that the app never sees Torch.

usage: check_layering.py [SOURCE FOLDER]      (default: $SCORESCOPE_SOURCE, else the checkout this file lies in)
First plants violations in a scratch tree and makes sure that each is caught.
"""
import os
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
TORCH = re.compile(r"^(torch|ATen|c10|caffe2)/")
WINDOW = re.compile(r"^(imgui|GLFW/|epoxy/|EGL/|GL/|backends/imgui)")
GENERATED = {"build_config.h"}
# What only POSIX has stands in one file, so that another system needs one other file.
POSIX = re.compile(r"^(unistd|fcntl|spawn|dlfcn|poll|pthread|termios|dirent|sched)\.h$|^sys/")
POSIX_FILE = "core/base/posix.cpp"

# Folder -> folders of ours it may include besides itself. "core" stands for the files directly in core/.
LEAF_MATH = {"core", "core/base"}
ALLOWED = {
    "core": {"core/base"},
    "core/base": set(),
    "core/fused": {"core/base"},
    "core/distribution": LEAF_MATH,
    "core/dataset": LEAF_MATH,
    "core/network": LEAF_MATH | {"core/fused"},
    "core/schedule": LEAF_MATH,
    "core/metric": LEAF_MATH,
    "core/objective": LEAF_MATH | {"core/schedule", "core/fused"},
    "core/sampler": LEAF_MATH | {"core/schedule", "core/fused"},
    "core/experiment": {"core/base"},
    "core/record": {"core", "core/base", "core/experiment"},
    "core/run": {"core"} | {f"core/{name}" for name in (
        "base distribution dataset network schedule objective sampler metric experiment record fused").split()},
    "app/gl": {"core/base"},
    "app/plot": set(),
    "app/widgets": {"app/plot", "core/base", "core/experiment"},
    "app/render": {"app/gl", "app/widgets", "core/base", "core/experiment", "core/run"},
    "app/panels": {"app/render", "app/plot", "app/widgets", "core/base", "core/experiment", "core/run"},
    "app/window": {"app/gl", "app/panels", "core/base", "core/experiment", "core/run"},
    # the shell and the commands also save and open files, and draw into pictures without a window
    "app/shell": {"app/gl", "app/window", "app/panels", "app/render", "app/plot", "app/widgets", "core/base",
                  "core/experiment", "core/record", "core/run"},
    "app/command": {"app/gl", "app/render", "app/plot", "app/panels", "app/window", "app/shell", "core/base",
                    "core/experiment", "core/record", "core/run"},
    "app": {"app/command", "app/window", "app/shell", "app/panels", "core/base", "core/experiment", "core/run"},
}
# Torch only in these folders; of the last two, only in the .cpp files.
TORCH_FOLDERS = {"core", "core/distribution", "core/dataset", "core/network", "core/schedule", "core/metric",
                 "core/objective", "core/sampler", "core/record", "core/run"}
TORCH_FREE_HEADERS = {"core/record", "core/run"}
# Headers in a room's subfolder detail/ are its own business: only the room may include them, and they may see Torch.
DETAIL = "/detail"


def read_tree(root):
    """{path relative to root: [included names]} of the C++ files in core/ and app/."""
    files = {}
    for top in ("core", "app"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                files[path.relative_to(root).as_posix()] = INCLUDE.findall(path.read_text(encoding="utf-8"))
    return files


def reaches_torch(start, files, seen=None):
    """The chain of includes that leads from a file to Torch, or None."""
    seen = seen if seen is not None else set()
    seen.add(start)
    for name in files.get(start, []):
        if TORCH.match(name):
            return [start, name]
        if name in files and name not in seen:
            chain = reaches_torch(name, files, seen)
            if chain:
                return [start] + chain
    return None


def violations(root):
    files = read_tree(root)
    found = []
    for file, names in files.items():
        folder = os.path.dirname(file)
        is_detail = folder.endswith(DETAIL)
        folder = folder.removesuffix(DETAIL)
        if folder not in ALLOWED:
            found.append(f"{file}: folder {folder} is not in the table of {os.path.basename(__file__)}")
            continue
        is_header = file.endswith(".h") and not is_detail  # what others may include
        for name in names:
            if POSIX.match(name) and file != POSIX_FILE:
                found.append(f"{file}: includes {name}, which only {POSIX_FILE} may")
            if folder.startswith("core") and WINDOW.match(name):
                found.append(f"{file}: core includes {name}")
            if TORCH.match(name) and (folder not in TORCH_FOLDERS or
                                      (is_header and folder in TORCH_FREE_HEADERS)):
                found.append(f"{file}: includes {name}, but Torch may not be seen here")
            if name.startswith(("core/", "app/")):
                target = os.path.dirname(name)
                if target == folder + DETAIL:
                    if is_header:
                        found.append(f"{file}: a header for others may not include {name}")
                    continue
                if target != folder and target not in ALLOWED[folder]:
                    found.append(f"{file}: {folder} may not include {name}")
                if folder == target == "app/panels" and name.endswith("_panel.h"):
                    own = os.path.splitext(os.path.basename(file))[0]
                    if own != "catalogue" and os.path.basename(name) != own + ".h":
                        found.append(f"{file}: a panel may not include another panel, {name}")
            elif os.path.exists(root / folder / name) and name not in GENERATED:
                found.append(f"{file}: spell {name} from the repository root")
        if folder.startswith("app") or (is_header and folder in TORCH_FREE_HEADERS | {"core/experiment"}):
            chain = reaches_torch(file, files)
            if chain and len(chain) > 2:
                found.append(f"{file}: reaches Torch by " + " -> ".join(chain[1:]))
    return found


PLANTED = {  # each must give at least one violation
    "app includes Torch": {"app/panels/a.cpp": "#include <torch/torch.h>\n"},
    "app includes ATen": {"app/main.cpp": "  #  include <ATen/ATen.h>\n"},
    "app includes c10": {"app/gl/a.h": '#include "c10/util/Half.h"\n'},
    "app reaches Torch": {"app/shell/a.cpp": '#include "core/run/s.h"\n',
                          "core/run/s.h": '#include "core/score_function.h"\n',
                          "core/score_function.h": "#include <torch/torch.h>\n"},
    "Torch in a run header": {"core/run/a.h": "#include <torch/torch.h>\n"},
    "Torch in base": {"core/base/a.cpp": "#include <torch/torch.h>\n"},
    "siblings": {"core/metric/a.cpp": '#include "core/distribution/b.h"\n'},
    "upwards": {"core/experiment/a.h": '#include "core/run/b.h"\n'},
    "core sees the window": {"core/run/a.cpp": "#include <imgui.h>\n"},
    "core includes app": {"core/run/a.cpp": '#include "app/shell/b.h"\n'},
    "panel includes panel": {"app/panels/loss_panel.cpp": '#include "app/panels/stage_panel.h"\n'},
    "relative include": {"core/base/a.cpp": '#include "b.h"\n', "core/base/b.h": "\n"},
    "detail of another room": {"core/run/a.cpp": '#include "core/network/detail/b.h"\n'},
    "detail in a header for others": {"core/run/a.h": '#include "core/run/detail/b.h"\n'},
    "POSIX outside of its file": {"app/shell/a.cpp": "#include <unistd.h>\n"},
    "unknown folder": {"core/misc/a.cpp": "\n"},
}
HARMLESS = {
    POSIX_FILE: "#include <unistd.h>\n",
    "core/sampler/a.cpp": '#include "core/sampler/a.h"\n#include <torch/torch.h>\n#include "core/schedule/s.h"\n',
    "core/run/a.cpp": '#include "core/sampler/a.h"\n#include <torch/torch.h>\n',
    "core/run/a.h": '#include "core/experiment/spec.h"\n',
    "core/run/b.cpp": '#include "core/run/detail/b.h"\n',
    "core/run/detail/b.h": '#include "core/run/detail/c.h"\n#include <torch/torch.h>\n',
    "app/panels/catalogue.cpp": '#include "app/panels/loss_panel.h"\n',
    "app/panels/loss_panel.cpp": '#include "app/panels/loss_panel.h"\n#include "core/run/a.h"\n#include "build_config.h"\n',
}


def violations_of(tree):
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in tree.items():
            path = pathlib.Path(scratch, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return violations(pathlib.Path(scratch))


def main():
    for claim, tree in PLANTED.items():
        if not violations_of(tree):
            sys.exit(f"check_layering.py is broken: planted violation not caught: {claim}")
    wrong = violations_of(HARMLESS)
    if wrong:
        sys.exit("check_layering.py is broken: harmless includes refused:\n  " + "\n  ".join(wrong))
    default = os.environ.get("SCORESCOPE_SOURCE") or pathlib.Path(__file__).resolve().parents[2]
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else default)
    found = violations(root)
    print(f"{len(read_tree(root))} files, {len(found)} violations; {len(PLANTED)} planted ones caught")
    for line in found:
        print("  " + line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
