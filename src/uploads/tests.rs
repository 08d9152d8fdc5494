use super::*;

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with an EXIF block that names a place and says the picture lies on its side.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"GPS 27.8274N 113.1339E");
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend_from_slice(&[0xff, 0xe1]);
    bytes.extend_from_slice(&u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend_from_slice(&exif);
    bytes.extend_from_slice(&jpeg[2..]);
    bytes
}

#[test]
fn place_and_camera_are_gone_and_the_picture_stands_upright() {
    let given = with_exif(&picture(40, 20, ImageFormat::Jpeg));
    assert!(holds(&given, b"GPS 27.8274N"));
    let checked = check("队.JPG", given).unwrap();
    assert!(!holds(&checked.bytes, b"GPS") && !holds(&checked.bytes, b"Exif"));
    assert_eq!((checked.width, checked.height, checked.media_type), (20, 40, "image/jpeg"));
}

#[test]
fn a_drawing_with_a_script_is_refused_whatever_it_is_called() {
    let svg =
        b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for name in ["x.svg", "x.png", "x.csv", "x"] {
        assert_eq!(check(name, svg.to_vec()), Err(Refusal::Svg), "{name}");
    }
}

#[test]
fn a_name_that_does_not_fit_the_content_is_refused() {
    let png = picture(4, 4, ImageFormat::Png);
    for name in ["x.jpg", "x.pdf", "x.xlsx", "x.csv", "x.exe", "x"] {
        assert_eq!(check(name, png.clone()), Err(Refusal::Unknown), "{name}");
    }
    assert_eq!(check("x.csv", b"<html><script>".to_vec()), Err(Refusal::Unknown));
    assert_eq!(check("x.png", png[..20].to_vec()), Err(Refusal::Damaged));
}

#[test]
fn too_many_pixels_are_refused_before_they_are_decoded() {
    // The head of a PNG that claims 60,000 by 60,000 pixels and holds none.
    let mut png = picture(1, 1, ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let mut crc = flate2::Crc::new();
    crc.update(&png[12..29]);
    png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    assert_eq!(check("x.png", png), Err(Refusal::TooManyPixels));
}

#[test]
fn attachments_pass_as_they_are() {
    assert_eq!(check("a.pdf", b"%PDF-1.7 x".to_vec()).unwrap().media_type, "application/pdf");
    let csv = check("a.csv", "球队,得分\n湘钢,98".as_bytes().to_vec()).unwrap();
    assert_eq!((csv.media_type, csv.is_picture), ("text/csv; charset=utf-8", false));
}
