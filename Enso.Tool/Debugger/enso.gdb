# What gdb needs to know about a managed kernel. Loaded by `enso debug`; by hand: source Enso.Tool/Debugger/enso.gdb

# Vector-interrupt handlers and the runtime's stubs have no source lines: step over them, not into them.
set step-mode off
# A managed frame below a fault may end at hand-written assembly, which gdb takes for a broken stack.
set backtrace past-main on
set print elements 64
set print max-depth 4
set print static-members off
set print pretty on

# -s looks along the source path, which holds the repository (`enso debug` puts it there) and the current directory.
source -s Enso.Tool/Debugger/enso_gdb.py
