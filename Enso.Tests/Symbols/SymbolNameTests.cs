using Enso.Build.Symbols;
using NUnit.Framework;

namespace Enso.Tests.Symbols;

[TestFixture]
internal sealed class SymbolNameTests
{
    [TestCase("_ZN3WKS7gc_heap10mark_phaseEi", "WKS::gc_heap::mark_phase")]
    [TestCase("_ZN3WKS6GCHeapC2Ev", "WKS::GCHeap::GCHeap")]
    [TestCase("_ZN11ThreadStoreD0Ev", "ThreadStore::~ThreadStore")]
    [TestCase("_Z10EnumGcRefsP12ICodeManagerP10MethodInfoPvP10REGDISPLAYPFvPP6ObjectP11ScanContextjESA_b",
        "EnumGcRefs")]
    [TestCase("_ZL17InitializeRuntimev", "InitializeRuntime")]
    [TestCase("_ZNK5Array9GetLengthEv", "Array::GetLength")]
    [TestCase("_ZnamRKSt9nothrow_t", "operator new[]")]
    [TestCase("_ZN9libunwind12UnwindCursorINS_17LocalAddressSpaceENS_16Registers_x86_64EE4stepEb",
        "libunwind::UnwindCursor::step")]
    [TestCase("_ZN9libunwind10CFI_ParserINS_17LocalAddressSpaceEE9decodeFDEERS1_mPNS2_8FDE_InfoEb",
        "libunwind::CFI_Parser::decodeFDE")]
    [TestCase("_ZZL26CreateNonSuspendableThreadPFvPvES_PKcEN3$_08__invokeES_",
        "CreateNonSuspendableThread::$_0::__invoke")]
    [TestCase("_ZThn16_N3Foo3barEv", "Foo::bar (thunk)")]
    [TestCase("_ZSt9terminatev", "std::terminate")]
    [TestCase("_ZN12_GLOBAL__N_13runEv", "(anonymous)::run")]
    [TestCase("_ZN5ValueILi3EEplERKS0_", "Value::operator+")]
    public void A_native_name_is_shown_without_arguments(string symbol, string expected) =>
        Assert.That(ItaniumDemangler.Readable(symbol), Is.EqualTo(expected));

    [TestCase("memcpy")]
    [TestCase("_Z")]
    [TestCase("_ZN")]
    [TestCase("_ZN99short")]
    [TestCase("_ZN3fooI")]
    [TestCase("_ZGVZ3foovE1x")]
    public void A_name_that_is_not_understood_stays_as_it_is(string symbol) =>
        Assert.That(ItaniumDemangler.Readable(symbol), Is.EqualTo(symbol));

    [TestCase("Enso_Kernel_Enso_Kernel_Shell_Shell", "Enso.Kernel.Shell.Shell")]
    [TestCase("Enso_Tests_InKernel_Enso_Tests_InKernel_Suite", "Enso.Tests.InKernel.Suite")]
    [TestCase("S_P_CoreLib_System_Nullable_1<Int32>", "System.Nullable<Int32>")]
    [TestCase("System_Console_System_ConsoleKeyInfo", "System.ConsoleKeyInfo")]
    [TestCase("S_P_CoreLib_System_Collections_Generic_Dictionary_2<System___Canon__UInt8>",
        "System.Collections.Generic.Dictionary<__Canon, Byte>")]
    [TestCase("Enso_Kernel_Enso_Kernel_Shell___c__DisplayClass2_0", "Enso.Kernel.Shell.<>c__DisplayClass2_0")]
    [TestCase("Enso_Kernel_Enso_Kernel_Shell___c", "Enso.Kernel.Shell.<>c")]
    [TestCase("Enso_Kernel_Enso_Kernel_Shell__Run_d__4", "Enso.Kernel.Shell.<Run>d__4")]
    [TestCase("Acme_Tool_Acme_Widget", "Acme.Widget")]
    public void A_managed_type_loses_its_assembly_and_gets_its_dots_back(string mangled, string expected)
    {
        ManagedNames names = new(new Dictionary<string, MethodName>(), ["samples/Acme.Tool/Widget.cs"]);
        Assert.That(names.Type(mangled), Is.EqualTo(expected));
    }

    [TestCase("Enso_Kernel_Enso_Kernel_Shell__Run_2", "Enso.Kernel.Shell.Run")]
    [TestCase("unbox_Enso_Kernel_Enso_Kernel_Shell__Run_2", "Enso.Kernel.Shell.Run (unbox)")]
    [TestCase("Enso_Kernel_Enso_Kernel_Other__Do", "Enso.Kernel.Other.Do")]
    [TestCase("Enso_Kernel_Enso_Kernel_Other___ctor", "Enso.Kernel.Other..ctor")]
    [TestCase("Enso_Kernel_Enso_Kernel_Other___Clone__", "Enso.Kernel.Other.<Clone>$")]
    [TestCase("Enso_Kernel_Enso_Kernel_Other__Odd__", "Enso.Kernel.Other.Odd__")]
    [TestCase("Odd__", "Odd__")]
    [TestCase("RhpNewFast", "RhpNewFast")]
    [TestCase("__GetGCStaticBase_S_P_CoreLib_System_SR", "__GetGCStaticBase_S_P_CoreLib_System_SR")]
    public void A_method_is_named_by_the_debug_information_or_else_by_its_symbol(
        string symbol, string expected)
    {
        Dictionary<string, MethodName> methods = new()
        {
            ["Enso_Kernel_Enso_Kernel_Shell__Run_2"] = new MethodName("Enso_Kernel_Enso_Kernel_Shell", "Run"),
        };
        Assert.That(new ManagedNames(methods, []).Readable(symbol), Is.EqualTo(expected));
    }

    [TestCase("/src/enso/Enso.Kernel/Shell.cs", "Enso.Kernel/Shell.cs")]
    [TestCase("/_/src/libraries/System.Linq/src/Select.cs", "src/libraries/System.Linq/src/Select.cs")]
    [TestCase("/__w/1/s/src/coreclr/nativeaot/Runtime/./../../gc/gc.cpp", "src/coreclr/gc/gc.cpp")]
    [TestCase("/src/enso-other/a.c", "/src/enso-other/a.c")]
    [TestCase("crt/../x.c", "x.c")]
    public void A_path_is_relative_to_the_root_that_it_lies_beneath(string path, string expected) =>
        Assert.That(SourcePath.Shorten(path, "/src/enso"), Is.EqualTo(expected));
}
