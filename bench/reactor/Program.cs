return Measuring.MeasuringProgram.Run("reactorbench", ReactorBench.FigureCatalog.All, args);
