using System.Text;

// The Mandelbrot set, a row to each piece of work, on all cores.
const int width = 76;
const int height = 30;
const int iterations = 5_000;
const string shades = " .:-=+*#%@";

int[][] counts = new int[height][];
Parallel.For(0, height, y =>
{
    int[] row = new int[width];
    for (int x = 0; x < width; x++)
    {
        double real = ((x + 0.5) * 3.0 / width) - 2.1;
        double imaginary = ((y + 0.5) * 2.4 / height) - 1.2;
        double a = 0;
        double b = 0;
        int n = 0;
        while (n < iterations && (a * a) + (b * b) <= 4)
        {
            (a, b) = ((a * a) - (b * b) + real, (2 * a * b) + imaginary);
            n++;
        }
        row[x] = n;
    }
    counts[y] = row;
});

ulong checksum = 14695981039346656037;
StringBuilder picture = new();
foreach (int[] row in counts)
{
    foreach (int n in row)
    {
        checksum = (checksum ^ (uint)n) * 1099511628211;
        picture.Append(n == iterations ? '@' : shades[Math.Min((int)Math.Log2(n), shades.Length - 2)]);
    }
    picture.Append('\n');
}
Console.Write(picture);
Console.WriteLine($"{width} x {height} points, at most {iterations} iterations, checksum {checksum:x16}");
