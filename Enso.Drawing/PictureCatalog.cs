using Enso.Drawing.Scenarios;

namespace Enso.Drawing;

/// <summary>All pictures.</summary>
internal static class PictureCatalog
{
    /// <summary>Runs every scenario.</summary>
    public static IReadOnlyList<Picture> Draw() =>
    [
        LinkPictures.Ring(),
        LinkPictures.Policies(),
        SubscriberPictures.Gap(),
        PublisherPictures.Multicursor(),
        PublisherPictures.Retained(),
        StoragePictures.Claims(),
        StoragePictures.GrowingRing(),
        StoragePictures.Segments(),
        TurbinePictures.Diamond(),
        PipePictures.Frames(),
        PriorityPictures.Order(),
        PriorityPictures.Room(),
    ];
}
