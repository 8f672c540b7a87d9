//! The data of a planned export, independent of its layout.

use satchel_sim::export::activity_model::ActivityModel;

use crate::load_profile::LoadData;
use crate::plan::Plan;

/// Where the rows of an export come from.
pub(crate) struct Source {
    pub(crate) model: ActivityModel,
    /// Replaces the data of the model.
    pub(crate) load: Option<LoadData>,
}

impl Source {
    pub(crate) fn new(plan: &Plan) -> Self {
        let model = ActivityModel::new(plan.persona, plan.seed, plan.records, plan.end.as_second());
        let load = plan.load_profile.map(|profile| LoadData::new(profile, plan.records, &model));
        Self { model, load }
    }
}
