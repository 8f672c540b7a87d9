//! A directed graph with labelled edges, and its circles.

use std::collections::{BTreeMap, BTreeSet};

/// Dependencies between named nodes, and the items that cause them.
#[derive(Default)]
pub(super) struct Graph {
    edges: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl Graph {
    /// Adds a dependency. A node does not depend on itself.
    pub(super) fn add(&mut self, from: String, to: String, item: String) {
        if from != to {
            self.edges.entry(from).or_default().entry(to).or_default().insert(item);
        }
    }

    /// Merges all nodes for which `name` returns the same.
    pub(super) fn merge(&self, name: impl Fn(&str) -> String) -> Self {
        let mut merged = Self::default();
        for (from, targets) in &self.edges {
            for (to, items) in targets {
                for item in items {
                    merged.add(name(from), name(to), item.clone());
                }
            }
        }
        merged
    }

    /// Sets of nodes that all depend on each other (strongly connected components of more than one node), sorted.
    pub(super) fn circles(&self) -> Vec<Vec<String>> {
        let mut circles: Vec<Vec<String>> = Vec::new();
        for node in self.edges.keys() {
            if circles.iter().any(|circle| circle.contains(node)) {
                continue;
            }
            let reached = self.reachable(node);
            let circle: Vec<String> = reached
                .into_iter()
                .filter(|other| self.reachable(other).contains(node.as_str()))
                .map(str::to_owned)
                .collect();
            if circle.len() > 1 {
                circles.push(circle);
            }
        }
        circles
    }

    /// The dependencies between these nodes, with their items.
    pub(super) fn edges_within<'g>(&'g self, nodes: &[String]) -> Vec<(&'g str, &'g str, String)> {
        let mut found = Vec::new();
        for (from, targets) in self.edges.iter().filter(|(from, _)| nodes.contains(from)) {
            for (to, items) in targets.iter().filter(|(to, _)| nodes.contains(to)) {
                let items: Vec<&str> = items.iter().map(String::as_str).collect();
                found.push((from.as_str(), to.as_str(), items.join(", ")));
            }
        }
        found
    }

    /// The nodes on which a node depends, directly or not.
    fn reachable<'g>(&'g self, node: &str) -> BTreeSet<&'g str> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = self.targets(node).collect();
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(self.targets(next));
            }
        }
        reached
    }

    fn targets<'g>(&'g self, node: &str) -> impl Iterator<Item = &'g str> + use<'g> {
        self.edges.get(node).into_iter().flat_map(|targets| targets.keys().map(String::as_str))
    }
}
