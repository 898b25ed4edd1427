"""gdb commands and pretty-printers for objects of the managed kernel.

The compiler describes a class as a structure with members named like the C# fields, and a variable of a class type as
a reference to it. What it does not describe is laid out by the runtime:

    String   +0 method table   +8 int32 length    +12 UTF-16 characters
    T[]      +0 method table   +8 uint32 length   +16 elements
    object   +0 method table   +8 fields

A method table carries the linker symbol `_ZTV<length><type name>`, which tells an object's real type.
"""

import re

import gdb

METHOD_TABLE = 0
STRING_LENGTH = 8
STRING_CHARACTERS = 12
ARRAY_LENGTH = 8
ARRAY_ELEMENTS = 16

# A length above this is not one: the memory is not an object (yet), or is corrupt.
MAXIMUM_LENGTH = 1 << 28
MAXIMUM_SHOWN_CHARACTERS = 4096


def read(address, size):
    """Reads memory as an unsigned little-endian number."""
    return int.from_bytes(bytes(gdb.selected_inferior().read_memory(address, size)), "little")


def read_string(address):
    """The text of a managed string."""
    if address == 0:
        return None
    length = read(address + STRING_LENGTH, 4)
    if length > MAXIMUM_LENGTH:
        raise gdb.MemoryError("no string at 0x%x: its length would be %u" % (address, length))
    shown = min(length, MAXIMUM_SHOWN_CHARACTERS)
    data = bytes(gdb.selected_inferior().read_memory(address + STRING_CHARACTERS, 2 * shown)) if shown else b""
    return data.decode("utf-16-le", "replace") + ("..." if shown < length else "")


def quote(text):
    """A string as C# would write it."""
    if text is None:
        return "null"
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
    return '"%s"' % "".join(escapes.get(c, c if c >= " " else "\\u%04x" % ord(c)) for c in text)


def mangled_type_name(address):
    """The compiler's name of an object's real type; None when its method table has no symbol."""
    table = read(address + METHOD_TABLE, 8) & ~7  # The collector marks live objects in the low bits.
    # gdb prints "vtable for X" when it demangles, and "_ZTV<length>X" when the name is not valid C++.
    symbol = gdb.execute("info symbol 0x%x" % table, to_string=True)
    match = re.match(r"(?:vtable for |_ZTV\d+)(.*?)(?: in section .*)?$", symbol.strip())
    return match.group(1) if match else None


def readable(name):
    """A mangled type name, made readable: S_P_CoreLib_System_Exception is System.Exception."""
    if name is None:
        return "object of unknown type"
    name = re.sub(r"^S_P_[A-Za-z]+?_(?=System_|Internal_|Microsoft_)", "", name)
    # The assembly's name stands before the namespace, which usually begins with it: Enso_Kernel_Enso_Kernel_X.
    name = re.sub(r"^(\w+?)_\1_", r"\1_", name)
    name = re.sub(r"_(\d+)(?=[<_]|$)", r"`\1", name)  # A generic type's number of parameters.
    return name.replace("__", "_.").replace("_", ".").replace("..", "_")


def find_type(name):
    """The type that has a mangled name, or None."""
    for form in (name, "class " + name, "struct " + name):
        try:
            candidate = gdb.lookup_type(form)
            if candidate.code == gdb.TYPE_CODE_STRUCT:
                return candidate
        except gdb.error:
            continue
    return None


def derives_from(kind, base):
    """Whether a class is another, or derives from it, by the base classes that the compiler describes."""
    if base == "Object" and kind.name in ("Object", "System___Canon"):
        return True
    while kind is not None and kind.code == gdb.TYPE_CODE_STRUCT:
        if kind.name == base:
            return True
        bases = [field for field in kind.fields() if field.is_base_class]
        kind = bases[0].type if bases else None
    return False


EXCEPTION = "S_P_CoreLib_System_Exception"


class StringPrinter:
    """A string, as C# writes it."""

    def __init__(self, address, kind):
        self.address = address

    def to_string(self):
        return quote(read_string(self.address))


class ArrayPrinter:
    """An array, with its elements."""

    def __init__(self, address, kind):
        self.address = address
        self.name = kind.name[len("__Array<"):-1]
        # The last member is the elements' first, whose offset the compiler knows (structures may be aligned).
        data = [field for field in kind.fields() if not field.is_base_class and hasattr(field, "bitpos")]
        self.element = data[-1] if data else None

    def to_string(self):
        return "%s[%d]" % (readable(self.name), read(self.address + ARRAY_LENGTH, 4))

    def children(self):
        if self.element is None:
            return
        kind = self.element.type.strip_typedefs()
        if kind.code == gdb.TYPE_CODE_ARRAY:
            kind = kind.target()
        count = min(read(self.address + ARRAY_LENGTH, 4), gdb.parameter("print elements") or MAXIMUM_LENGTH)
        first = gdb.Value(self.address + ARRAY_ELEMENTS).cast(kind_pointer(kind))
        for i in range(count):
            yield "[%d]" % i, (first + i).dereference()

    def display_hint(self):
        return "array"


def kind_pointer(kind):
    """A pointer to elements; an element that is a reference is read as a pointer, which gdb can step along."""
    if kind.code in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
        kind = kind.target().pointer()
    return kind.pointer()


class ExceptionPrinter:
    """An exception: its type, message and cause."""

    def __init__(self, address, kind):
        self.address = address

    def to_string(self):
        return describe_exception(self.address)


def describe_exception(address, depth=0):
    """An exception in one line for each cause."""
    if address == 0:
        return "null"
    name = mangled_type_name(address)
    kind = gdb.lookup_type(EXCEPTION)
    value = gdb.Value(address).cast(kind.pointer()).dereference()
    message = read_string(reference_address(value["_message"]))
    text = "%s: %s (HResult 0x%08x)" % (
        readable(name), quote(message) if message is not None else "(its type's own message)",
        int(value["_HResult"]) & 0xFFFFFFFF)
    inner = reference_address(value["_innerException"])
    if inner != 0 and depth < 8:
        text += "\n%s---> %s" % ("  " * (depth + 1), describe_exception(inner, depth + 1))
    return text


class TextPrinter:
    """A reference that gdb should not follow."""

    def __init__(self, text):
        self.text = text

    def to_string(self):
        return self.text


def reference_address(value):
    """Where a reference or a pointer points."""
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
        return int(value)
    return int(value.referenced_value().address)


def find_printer(value):
    """gdb asks: which printer, if any, shows this value?"""
    kind = value.type.strip_typedefs()
    if kind.code not in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_PTR):
        return None
    target = kind.target().unqualified().strip_typedefs()
    if target.code != gdb.TYPE_CODE_STRUCT or target.name is None:
        return None
    try:
        address = reference_address(value)
    except gdb.error:
        return None  # Optimised away: gdb says so.
    try:
        return object_printer(address, target)
    except gdb.MemoryError:
        return TextPrinter("(not live here: 0x%x)" % address)


def object_printer(address, kind):
    """The printer for an object behind a variable of a class type; None for gdb's own way."""
    if kind.name != "String" and not kind.name.startswith("__Array<") and not derives_from(kind, "Object"):
        return None
    if address == 0:
        return TextPrinter("null")

    # A variable is in scope before it has its value, and after its register has gone to another: what it seems to
    # refer to then is no object.
    name = mangled_type_name(address)
    if name is None:
        return TextPrinter("(not live here: 0x%x)" % address)
    if name == "String":
        return StringPrinter(address, None)
    if kind.name.startswith("__Array<"):
        return ArrayPrinter(address, kind)
    real = find_type(name)
    if real is not None and derives_from(real, EXCEPTION):
        return ExceptionPrinter(address, real)
    return None


class AddressCommand(gdb.Command):
    """A command with one argument: an expression that is an object or its address."""

    def __init__(self, name):
        super().__init__(name, gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)
        self.name = name

    def invoke(self, argument, from_tty):
        if not argument:
            raise gdb.GdbError("%s needs an object or its address" % self.name)
        value = gdb.parse_and_eval(argument)
        is_reference = value.type.strip_typedefs().code == gdb.TYPE_CODE_REF
        print(self.describe(reference_address(value) if is_reference else int(value)))


class ManagedString(AddressCommand):
    """Prints a managed string: managed-string ADDRESS"""

    def describe(self, address):
        return quote(read_string(address))


class ManagedException(AddressCommand):
    """Prints a managed exception and its causes: managed-exception ADDRESS"""

    def describe(self, address):
        return describe_exception(address)


class ManagedObject(AddressCommand):
    """Prints a managed object by its real type: managed-object ADDRESS"""

    def describe(self, address):
        if address == 0:
            return "null"
        name = mangled_type_name(address)
        if name == "String":
            return quote(read_string(address))
        kind = find_type(name) if name else None
        if kind is None:
            return "0x%x: %s" % (address, readable(name))
        value = gdb.Value(address).cast(kind.pointer()).dereference()
        return "0x%x: %s %s" % (address, readable(name), value.format_string(max_depth=4))


class ManagedArray(AddressCommand):
    """Prints the length of a managed array, and its first words: managed-array ADDRESS"""

    def describe(self, address):
        length = read(address + ARRAY_LENGTH, 4)
        words = [read(address + ARRAY_ELEMENTS + 8 * i, 8) for i in range(min(length, 8))]
        return "%s, length %d, from 0x%x: %s" % (
            readable(mangled_type_name(address)), length, address + ARRAY_ELEMENTS,
            " ".join("%016x" % word for word in words))


class EnsoBreakMain(gdb.Command):
    """Sets a hardware breakpoint at the first of some symbols that there is: enso-break-main SYMBOL..."""

    def __init__(self):
        super().__init__("enso-break-main", gdb.COMMAND_BREAKPOINTS, gdb.COMPLETE_SYMBOL)

    def invoke(self, argument, from_tty):
        for symbol in gdb.string_to_argv(argument):
            if is_symbol(symbol):
                gdb.Breakpoint(symbol, type=gdb.BP_HARDWARE_BREAKPOINT, temporary=True)
                return
        raise gdb.GdbError("none of these is in the symbols: %s" % argument)


def is_symbol(name):
    """Whether the compiler or, failing that, the linker knows a name."""
    try:
        return "No symbol" not in gdb.execute("info address %s" % name, to_string=True)
    except gdb.error:
        return False


ManagedString("managed-string")
ManagedException("managed-exception")
ManagedObject("managed-object")
ManagedArray("managed-array")
EnsoBreakMain()
gdb.pretty_printers.append(find_printer)
