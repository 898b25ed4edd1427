using System.Runtime.InteropServices;
using Enso.Machine.Runtime;
using Enso.Tests.RuntimeText;
using static Enso.Machine.Runtime.CalendarSymbols;

namespace Enso.Tests.Runtime;

/// <summary>Calendar time, compared with .NET's and the host's.</summary>
[TestFixture]
internal sealed unsafe class CalendarTests
{
    private const int Rounds = 20_000;

    [DllImport("libc", EntryPoint = "timegm")]
    private static extern long HostJoin(BrokenDownTime* time);

    [DllImport("libc", EntryPoint = "gmtime_r")]
    private static extern BrokenDownTime* HostSplit(long* time, BrokenDownTime* result);

    [Test]
    public void Seconds_split_into_what_DotNet_makes_of_them()
    {
        Random random = Replay.Start();
        for (int round = 0; round < Rounds; round++)
        {
            DateTimeOffset date = DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(-62135596800, 253402300800));
            long seconds = date.ToUnixTimeSeconds();
            BrokenDownTime time;
            Assert.That(Split(&seconds, &time) == &time);
            Assert.That(
                (time.Year + 1900, time.Month + 1, time.Day, time.Hour, time.Minute, time.Second, time.WeekDay,
                    time.YearDay + 1),
                Is.EqualTo((date.Year, date.Month, date.Day, date.Hour, date.Minute, date.Second, (int)date.DayOfWeek,
                    date.DayOfYear)));
            Assert.That(Join(&time), Is.EqualTo(seconds));
        }
    }

    [Test]
    public void Every_day_of_an_era_follows_the_one_before()
    {
        const long firstDay = -719_528; // 0000-01-01
        const long days = 146_097;
        (int Year, int YearDay) before = (-1901, 364);
        for (long day = firstDay; day < firstDay + days; day++)
        {
            long seconds = day * 86400;
            BrokenDownTime time;
            Split(&seconds, &time);
            bool isNewYear = before.YearDay == (DaysInYear(before.Year + 1900) - 1);
            Assert.That((time.Year, time.YearDay),
                Is.EqualTo(isNewYear ? (before.Year + 1, 0) : (before.Year, before.YearDay + 1)), $"day {day}");
            before = (time.Year, time.YearDay);
        }

        static int DaysInYear(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365;
    }

    [Test]
    public void Fields_out_of_range_are_carried_as_the_hosts_library_does()
    {
        HostLibrary.Require();
        Random random = Replay.Start();
        for (int round = 0; round < Rounds; round++)
        {
            BrokenDownTime own = new()
            {
                Second = random.Next(-100_000, 100_000),
                Minute = random.Next(-100_000, 100_000),
                Hour = random.Next(-100_000, 100_000),
                Day = random.Next(-100_000, 100_000),
                Month = random.Next(-1000, 1000),
                Year = random.Next(-5000, 5000),
            };
            BrokenDownTime host = own;
            Assert.That(Join(&own), Is.EqualTo(HostJoin(&host)));
            Assert.That((own.Year, own.Month, own.Day, own.Hour, own.Minute, own.Second, own.WeekDay, own.YearDay),
                Is.EqualTo((host.Year, host.Month, host.Day, host.Hour, host.Minute, host.Second, host.WeekDay,
                    host.YearDay)));
        }
    }

    [TestCase(67768036191676799)]
    [TestCase(-67768040609740800)]
    public void The_first_and_the_last_year_that_fit_are_split(long seconds)
    {
        HostLibrary.Require();
        BrokenDownTime own;
        BrokenDownTime host;
        Assert.That(Split(&seconds, &own) == &own);
        Assert.That(HostSplit(&seconds, &host) == &host);
        Assert.That((own.Year, own.YearDay, own.Hour), Is.EqualTo((host.Year, host.YearDay, host.Hour)));
    }
}
