//! The position and size of the window between two starts.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_window_size_is_restored() {
    let mut scene = Scene::new(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.wait_for_text("Connect TikTok").await.unwrap();
    let size = "return [window.innerWidth, window.innerHeight]";
    assert_eq!(app.script(size).await.unwrap(), serde_json::json!([1280, 800]));
    app.resize(1010, 705).await.unwrap();
    let kept = scene.desktop.home().join(".local/share/satchel/window.json");
    for _ in 0..100 {
        if std::fs::read_to_string(&kept).is_ok_and(|kept| kept.contains("1010")) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Like a power failure.
    app.kill(&scene.desktop).await.unwrap();
    let app = scene.start(&[]).await;
    app.wait_for_text("Connect TikTok").await.unwrap();
    assert_eq!(app.script(size).await.unwrap(), serde_json::json!([1010, 705]));
    app.close().await.unwrap();
}

/// The window's state is stored half a second after the last change; each resize is at about that time.
#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_resized_while_its_state_is_stored_does_not_hang() {
    let mut scene = Scene::new(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.wait_for_text("Connect TikTok").await.unwrap();
    for turn in 0..48_u32 {
        let width = 1000 + turn;
        let answered = async {
            app.resize(width, 700).await.unwrap();
            while app.script("return innerWidth").await.unwrap() != width {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let within = tokio::time::timeout(Duration::from_mins(1), answered).await;
        within.unwrap_or_else(|_| panic!("the window hangs in round {turn}"));
        tokio::time::sleep(Duration::from_millis(400 + u64::from(turn % 24) * 5)).await;
    }
    app.close().await.unwrap();
}
