// The search over the whole site: a script that is loaded when a reader first opens it.
import { SearchDialog } from "./search/dialog";

window.topoSearch ??= new SearchDialog(document);
