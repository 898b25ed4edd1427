return Measuring.MeasuringProgram.Run("queuesbench", QueuesBench.FigureCatalog.All, args);
