namespace Enso.Tests.InKernel.Tests.Time;

/// <summary>Time zones: UTC is the only one that the machine has; a program can make its own.</summary>
internal static class TimeZoneTests
{
    [KernelTest]
    internal static void The_local_zone_is_utc_and_others_are_not_found()
    {
        Check.Equal(TimeSpan.Zero, TimeZoneInfo.Local.BaseUtcOffset);
        Check.That(!TimeZoneInfo.Local.SupportsDaylightSavingTime);
        Check.Equal("UTC", TimeZoneInfo.FindSystemTimeZoneById("UTC").Id);
        Check.Throws<TimeZoneNotFoundException>(() => TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Check.That(!TimeZoneInfo.TryFindSystemTimeZoneById("America/New_York", out _));
        DateTime utc = new(2024, 7, 1, 12, 0, 0, DateTimeKind.Utc);
        Check.Equal(utc.Ticks, utc.ToLocalTime().Ticks);
        Check.Equal(utc, utc.ToLocalTime().ToUniversalTime());
    }

    [KernelTest]
    internal static void A_fixed_offset_converts_both_ways()
    {
        TimeZoneInfo india = TimeZoneInfo.CreateCustomTimeZone("IST", new TimeSpan(5, 30, 0), "India", "India");
        DateTime utc = new(2024, 2, 29, 20, 0, 0, DateTimeKind.Utc);
        DateTime there = TimeZoneInfo.ConvertTimeFromUtc(utc, india);
        Check.Equal(new DateTime(2024, 3, 1, 1, 30, 0), there);
        Check.Equal(utc, TimeZoneInfo.ConvertTimeToUtc(there, india));
        Check.Equal(there, TimeZoneInfo.ConvertTime(new DateTimeOffset(utc), india).DateTime);
        Check.Throws<ArgumentOutOfRangeException>(
            () => TimeZoneInfo.CreateCustomTimeZone("far", TimeSpan.FromHours(15), "far", "far"));
    }

    [KernelTest]
    internal static void A_zone_with_summer_time_has_a_missing_hour_and_a_double_one()
    {
        // Central European rules: from the last Sunday of March 02:00 to the last Sunday of October 03:00.
        TimeZoneInfo.TransitionTime start = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(
            new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        TimeZoneInfo.TransitionTime end = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(
            new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("CET", TimeSpan.FromHours(1), "Central", "CET", "CEST",
            [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date,
                TimeSpan.FromHours(1), start, end)]);
        Check.Equal(TimeSpan.FromHours(1), zone.GetUtcOffset(new DateTime(2024, 1, 15, 12, 0, 0)));
        Check.Equal(TimeSpan.FromHours(2), zone.GetUtcOffset(new DateTime(2024, 7, 15, 12, 0, 0)));
        Check.That(zone.IsDaylightSavingTime(new DateTime(2024, 3, 31, 3, 30, 0)));
        // 2024: 31 March and 27 October.
        Check.That(zone.IsInvalidTime(new DateTime(2024, 3, 31, 2, 30, 0)));
        Check.That(!zone.IsInvalidTime(new DateTime(2024, 3, 31, 3, 0, 0)));
        DateTime twice = new(2024, 10, 27, 2, 30, 0);
        Check.That(zone.IsAmbiguousTime(twice));
        Check.Sequence([TimeSpan.FromHours(1), TimeSpan.FromHours(2)], zone.GetAmbiguousTimeOffsets(twice));
        Check.Equal(new DateTime(2024, 10, 27, 2, 30, 0), TimeZoneInfo.ConvertTimeFromUtc(
            new DateTime(2024, 10, 27, 0, 30, 0, DateTimeKind.Utc), zone));
        Check.Equal(new DateTime(2024, 10, 27, 2, 30, 0), TimeZoneInfo.ConvertTimeFromUtc(
            new DateTime(2024, 10, 27, 1, 30, 0, DateTimeKind.Utc), zone));
        Check.Throws<ArgumentException>(() => TimeZoneInfo.ConvertTimeToUtc(new DateTime(2024, 3, 31, 2, 30, 0), zone));
    }

    [KernelTest]
    internal static void A_zone_survives_being_written_and_read()
    {
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("own;zone", new TimeSpan(-3, -15, 0), "Display", "Standard");
        TimeZoneInfo read = TimeZoneInfo.FromSerializedString(zone.ToSerializedString());
        Check.Equal(zone, read);
        Check.That(zone.HasSameRules(read));
        Check.Equal("own;zone", read.Id);
    }
}
