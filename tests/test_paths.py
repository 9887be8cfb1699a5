from pathlib import Path

from planbook.paths import Project, find_project


def test_the_project_is_found_from_a_folder_inside_it(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "_quarto.yml").write_text("project: {}\n")
    assert find_project(tmp_path / "notebooks").root == tmp_path.resolve()


def test_elsewhere_the_project_is_this_checkout(tmp_path):
    assert find_project(tmp_path).root == Path(__file__).resolve().parents[1]


def test_a_relative_data_folder_means_the_same_from_everywhere(tmp_path, monkeypatch):
    project = Project(tmp_path)
    monkeypatch.chdir("/")
    assert project.resolve("data") == tmp_path / "data"
    assert project.resolve(tmp_path / "other") == tmp_path / "other"


def test_the_quarto_projects_of_two_plans_lie_apart(tmp_path):
    project = Project(tmp_path / "here")
    assert project.quarto_of("2023", project.data) == project.build / "quarto" / "2023"
    plans = (project.root / "plans" / "china", tmp_path / "one" / "china", tmp_path / "two" / "china")
    found = [project.quarto_of("2023", plan) for plan in plans]
    assert found[0] == project.build / "quarto" / "china" / "2023"
    assert len(set(found)) == 3 and all(one.parents[1] == project.build / "quarto" for one in found)


def test_paths_are_shown_below_the_project_where_they_lie_in_it(tmp_path):
    project = Project(tmp_path)
    assert project.shown(tmp_path / "data" / "plan") == "data/plan"
    assert project.shown("/elsewhere/data") == "/elsewhere/data"
