//! Exports that a person already has, good and bad.

use satchel_core::problem::ProblemCode;
use satchel_core::view::Outcome;
use satchel_sim::hostile::{self, Kind};

use crate::place::Place;

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_copied_and_unpacked_and_the_original_stays() {
    let place = Place::new().await;
    let file = place.file("TikTok_Data_1773002972.zip");
    let mut zip = std::fs::File::create(&file).unwrap();
    satchel_sim::export::write(&mut zip, &satchel_sim::export::Wanted { records: 200, ..Default::default() }).unwrap();
    let before = std::fs::read(&file).unwrap();
    place.core.open_export(file.clone()).unwrap();
    let job = place.until_ended(Outcome::Saved).await;
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let folder = place.backups().join(job.backup_id.unwrap());
    assert_eq!(std::fs::read(folder.join("data/archive.zip")).unwrap(), before, "byte for byte");
    assert!(folder.join("data/export/user_data_tiktok.json").is_file());
    let backup = place.now().backups.remove(0);
    assert_eq!(backup.file_name.as_deref(), Some("TikTok_Data_1773002972.zip"));
    assert_eq!(backup.wish, None);
}
